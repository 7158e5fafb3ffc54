import { lookup as resolveName } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { isPublicAddress, literalAddress } from './public-address';

/** `closed-address`: inside our own network; `no-address`: the name leads nowhere; `status`: an answer that is not 2xx. */
export type PostOutcome =
  | { ok: true; status: number }
  | { ok: false; reason: 'closed-address' | 'no-address' | 'no-connection' | 'timeout' }
  | { ok: false; reason: 'status'; status: number };

export interface WebhookPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  /** Takes addresses of inner networks too. */
  allowPrivate: boolean;
  /** All addresses of a name; the system's resolver unless given. */
  resolve?: (host: string) => Promise<string[]>;
}

const READ_AT_MOST = 1024;

const systemResolve = async (host: string): Promise<string[]> =>
  (await resolveName(host, { all: true, verbatim: true })).map(({ address }) => address);

/** One try. The name is resolved once, every address of it is checked, and the connection goes to the first of these. Never throws. */
export async function postWebhook(post: WebhookPost): Promise<PostOutcome> {
  const url = new URL(post.url);
  const signal = AbortSignal.timeout(post.timeoutMs);
  const literal = literalAddress(url);
  const addresses = literal ? [literal] : await beforeEnd(signal, (post.resolve ?? systemResolve)(url.hostname));
  const [address] = addresses ?? [];
  if (address === undefined) return { ok: false, reason: signal.aborted ? 'timeout' : 'no-address' };
  if (!post.allowPrivate && !addresses?.every(isPublicAddress)) return { ok: false, reason: 'closed-address' };
  return send(url, address, signal, post);
}

const beforeEnd = <T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> =>
  Promise.race([
    work.catch(() => null),
    new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true })),
  ]);

function send(url: URL, address: string, signal: AbortSignal, { headers, body }: WebhookPost): Promise<PostOutcome> {
  const family = isIPv6(address) ? 6 : 4;
  const lookup: LookupFunction = (_, options, done) =>
    options.all ? done(null, [{ address, family }]) : done(null, address, family);
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        lookup,
        agent: false,
        signal,
      },
      (response) => {
        const status = response.statusCode ?? 0;
        resolve(status >= 200 && status < 300 ? { ok: true, status } : { ok: false, reason: 'status', status });
        let seen = 0;
        response.on('error', () => {});
        response.on('data', (chunk: Buffer) => {
          seen += chunk.length;
          if (seen > READ_AT_MOST) request.destroy();
        });
      },
    );
    request.on('error', () => resolve({ ok: false, reason: signal.aborted ? 'timeout' : 'no-connection' }));
    request.end(body);
  });
}
