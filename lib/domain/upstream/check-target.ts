import { lookup } from 'node:dns/promises';
import { isNeverTarget, isOpenTarget } from '@/lib/engine/upstream';
import { literalAddress } from '@/lib/engine/webhooks';
import type { Ctx } from '@/lib/platform/context';
import { env } from '@/lib/platform/env';
import { invalidInput } from '@/lib/platform/errors';
import { isAllowed } from '../people';

const RESOLVE_MS = 3000;

const portOf = (url: URL) => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const portIn = (address: string) => Number(address.split(':').at(-1));

/** Ports of our own processes, which no call is handed on to. */
export const ownPorts = (): ReadonlySet<number> => {
  const { PORT, GRPC_PORT, WEB_URL, GATEWAY_INTERNAL_URL } = env();
  return new Set([PORT, GRPC_PORT ?? PORT, portIn(WEB_URL), portIn(GATEWAY_INTERNAL_URL)]);
};

const isListed = (url: URL): boolean =>
  env().UPSTREAM_TARGETS.some((target) => target === url.hostname || target === `${url.hostname}:${portOf(url)}`);

/**
 * The address of a service as it is kept, and whether it may lie in a private network: that takes an administrator, the operator's
 * command, or the operator's list UPSTREAM_TARGETS. Throws 422 with the reason and the next step.
 */
export async function checkTarget(
  ctx: Ctx,
  given: { url: string; projectId: string },
): Promise<{ url: string; allowPrivate: boolean }> {
  const url = URL.canParse(given.url) ? new URL(given.url) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw invalidInput('url', 'it must be a whole address that begins with http:// or https://', { reason: 'bad_url' });
  if (url.username !== '' || url.password !== '')
    throw invalidInput('url', 'it must hold no user and password; send them in a header', { reason: 'bad_url' });
  url.hash = '';
  const allowPrivate = isListed(url) || isAllowed(ctx.actor, 'people.manage', given.projectId);
  const port = portOf(url);
  const [ports, addresses] = [ownPorts(), await addressesOf(url)];
  if (addresses.some((address) => isNeverTarget(address, port, ports)))
    throw invalidInput('url', 'no call is handed on to this address: it is link-local, or belongs to Implanta itself', {
      reason: 'closed_address',
    });
  if (!addresses.every((address) => isOpenTarget(address, { port, allowPrivate, ownPorts: ports })))
    throw invalidInput(
      'url',
      'it lies inside a private network. An administrator can set it up, or the operator can name it in UPSTREAM_TARGETS',
      { reason: 'private_address' },
    );
  return { url: url.href, allowPrivate };
}

/** The addresses of a name; none where it leads nowhere yet. The gateway checks again what it connects to. */
async function addressesOf(url: URL): Promise<string[]> {
  const literal = literalAddress(url);
  if (literal !== null) return [literal];
  const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), RESOLVE_MS).unref());
  const found = lookup(url.hostname, { all: true }).catch(() => []);
  return (await Promise.race([found, late])).map(({ address }) => address);
}
