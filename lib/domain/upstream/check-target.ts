import { lookup } from 'node:dns/promises';
import { isNeverTarget, isOpenTarget } from '@/lib/engine/upstream';
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

const isListed = (host: string, port: number): boolean =>
  env().UPSTREAM_TARGETS.some((target) => target === host.toLowerCase() || target === `${host.toLowerCase()}:${port}`);

/** Whether an IP address and port belong to nobody's service, or to us: link-local, our processes, our own database. */
export async function barredTargets(): Promise<(address: string, port: number) => boolean> {
  const ports = new Set(ownPorts());
  const { DATABASE_URL: given } = env();
  const own = given !== undefined && URL.canParse(given) ? new URL(given) : null;
  if (!own) return (address, port) => isNeverTarget(address, port, ports);
  const databasePort = Number(own.port || 5432);
  const addresses = await addressesOf(own.hostname || 'localhost');
  if (addresses.some((address) => isNeverTarget(address, databasePort, new Set([databasePort]))))
    ports.add(databasePort);
  return (address, port) =>
    isNeverTarget(address, port, ports) || (port === databasePort && addresses.includes(address));
}

/**
 * Whether a host that someone typed may lie in a private network: that takes an administrator, the operator's command, or the operator's
 * list UPSTREAM_TARGETS. Gives its addresses now, none where the name leads nowhere yet. Throws 422 with the reason and the next step.
 */
export async function checkHost(
  ctx: Ctx,
  given: { host: string; port: number; projectId: string },
): Promise<{ allowPrivate: boolean; addresses: string[] }> {
  const { host, port, projectId } = given;
  const allowPrivate = isListed(host, port) || isAllowed(ctx.actor, 'people.manage', projectId);
  const [isBarred, addresses] = await Promise.all([barredTargets(), addressesOf(host)]);
  if (addresses.some((address) => isBarred(address, port)))
    throw invalidInput('url', 'no call is handed on to this address: it is link-local, or belongs to Implanta itself', {
      reason: 'closed_address',
    });
  if (!addresses.every((address) => isOpenTarget(address, { port, allowPrivate, ownPorts: new Set() })))
    throw invalidInput(
      'url',
      'it lies inside a private network. An administrator can set it up, or the operator can name it in UPSTREAM_TARGETS',
      { reason: 'private_address' },
    );
  return { allowPrivate, addresses };
}

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
  const { allowPrivate } = await checkHost(ctx, { host: url.hostname, port: portOf(url), projectId: given.projectId });
  return { url: url.href, allowPrivate };
}

/** The addresses of a name, or itself; none where it leads nowhere yet. Whoever connects checks again. */
async function addressesOf(host: string): Promise<string[]> {
  const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), RESOLVE_MS).unref());
  const found = lookup(host.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  return (await Promise.race([found, late])).map(({ address }) => address);
}
