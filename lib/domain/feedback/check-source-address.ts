import { readPostgresAddress } from '@/lib/engine/label-database';
import { isPublicAddress } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { checkHost } from '../upstream';

/** An address taken apart: what may be shown, what may not, and whether it may lie in a private network. */
export interface SourceAddress {
  url: string;
  hiddenQuery: string;
  /** The password that the address itself held. */
  password: string | null;
  allowPrivate: boolean;
}

const badUrl = (reason: string) => invalidInput('url', reason, { reason: 'bad_url' });

/** Holds the address of a source against the rules. Throws 422 with the reason and the next step. */
export async function checkSourceAddress(
  ctx: Ctx,
  given: { kind: 'sql' | 'url'; url: string; projectId: string },
): Promise<SourceAddress> {
  const { projectId } = given;
  if (given.kind === 'sql') {
    const read = readPostgresAddress(given.url);
    if ('fault' in read) throw badUrl(`it ${read.fault}`);
    const { allowPrivate } = await checkHost(ctx, { ...read.address, projectId });
    return { url: read.shown, hiddenQuery: '', password: read.password, allowPrivate };
  }
  const url = URL.canParse(given.url) ? new URL(given.url) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw badUrl('it must be a whole address that begins with https://');
  if (url.username !== '' || url.password !== '')
    throw badUrl('it must hold no user and password; give a bearer token beside it');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const { allowPrivate, addresses } = await checkHost(ctx, { host: url.hostname, port, projectId });
  if (url.protocol === 'http:' && (addresses.length === 0 || addresses.some(isPublicAddress)))
    throw badUrl('it must begin with https://; http:// is read inside a private network only');
  const hiddenQuery = url.search;
  url.search = '';
  url.hash = '';
  return { url: url.href, hiddenQuery, password: null, allowPrivate };
}
