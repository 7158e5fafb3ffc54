import dns from 'node:dns';
import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { literalAddress } from '../webhooks';
import { isOpenTarget } from './target-address';

export interface UpstreamTarget {
  url: string;
  allowPrivate: boolean;
  /** Sent with every call. */
  header: { name: string; value: string } | null;
  /** Until the whole answer is there. */
  timeoutMs: number;
  /** Ports of this machine that are not handed on to. */
  ownPorts: ReadonlySet<number>;
}

export type UpstreamFault = 'closed-address' | 'unreachable' | 'timeout' | 'broken' | 'busy' | 'gone';

export class UpstreamError extends Error {
  readonly fault: UpstreamFault;
  constructor(fault: UpstreamFault, options?: { cause: unknown }) {
    super(`upstream: ${fault}`, options);
    this.name = 'UpstreamError';
    this.fault = fault;
  }
}

const MAX_SOCKETS = 256;
const MAX_CALLS = 1024;
const MAX_BYTES = 64 * 1024 * 1024;
/** Many servers close idle connections after 5 s; we do so before, because a call on a closing one is lost. */
const IDLE_MS = 4000;

/** Headers of one hop, of our own keys and pages, and what the connection itself says. */
const NOT_PASSED = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const isPassed = (name: string) =>
  !NOT_PASSED.has(name) &&
  !name.startsWith('x-forwarded-') &&
  !name.startsWith('x-implanta-') &&
  name !== 'x-internal-secret' &&
  name !== 'x-project';

/** Of an answer: nothing that would change what a browser keeps for our own address. */
const NOT_ANSWERED = new Set([
  'alt-svc',
  'clear-site-data',
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers of an answer that its caller gets. */
export const answerHeadersOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || NOT_ANSWERED.has(name) ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

export interface UpstreamCall {
  method: string;
  /** The query behind the address, without its question mark. */
  search: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Ends the call: the caller went away. */
  signal: AbortSignal;
}

export interface UpstreamReply {
  status: number;
  headers: Record<string, string>;
  /** The whole body, or what follows the bytes that were read when they became too many. */
  body: Buffer;
  rest: IncomingMessage | null;
}

/** Keeps connections to one service and hands calls on. */
export class UpstreamClient {
  readonly #target: UpstreamTarget;
  readonly #url: URL;
  readonly #agent: http.Agent;
  readonly #port: number;
  #calls = 0;
  #bytes = 0;

  constructor(target: UpstreamTarget) {
    this.#target = target;
    this.#url = new URL(target.url);
    this.#port = Number(this.#url.port || (this.#url.protocol === 'https:' ? 443 : 80));
    const settings = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS, lookup: this.#lookup } as const;
    this.#agent = this.#url.protocol === 'https:' ? new https.Agent(settings) : new http.Agent(settings);
  }

  /** Resolves a name and checks every address of it, so that what was checked is what is connected to. */
  readonly #lookup: LookupFunction = (host, options, done) => {
    dns.lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) {
        done(error ?? new Error('no address'), '', 4);
        return;
      }
      if (!addresses.every(({ address }) => this.#isOpen(address))) {
        done(new UpstreamError('closed-address'), '', 4);
        return;
      }
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

  #isOpen(address: string): boolean {
    return isOpenTarget(address, { ...this.#target, port: this.#port });
  }

  /** Asks the service. Throws UpstreamError. Answers above `limit` bytes are given as what came so far and the rest as a stream. */
  async ask(call: UpstreamCall, limit: number): Promise<UpstreamReply> {
    const literal = literalAddress(this.#url);
    if (literal !== null && !this.#isOpen(literal)) throw new UpstreamError('closed-address');
    if (this.#calls >= MAX_CALLS || this.#bytes + call.body.length > MAX_BYTES) throw new UpstreamError('busy');
    this.#calls += 1;
    this.#bytes += call.body.length;
    try {
      return await this.#send(call, limit, true);
    } finally {
      this.#calls -= 1;
      this.#bytes -= call.body.length;
    }
  }

  #headers(call: UpstreamCall): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = {};
    for (const [name, value] of Object.entries(call.headers)) if (isPassed(name)) headers[name] = value;
    if (call.body.length > 0 || (call.method !== 'GET' && call.method !== 'HEAD'))
      headers['content-length'] = call.body.length;
    const { header } = this.#target;
    if (header) headers[header.name.toLowerCase()] = header.value;
    return headers;
  }

  #send(call: UpstreamCall, limit: number, mayRepeat: boolean): Promise<UpstreamReply> {
    const own = this.#url.search.slice(1);
    const search = [own, call.search].filter(Boolean).join('&');
    return new Promise<UpstreamReply>((resolve, reject) => {
      let isAnswered = false;
      let isLate = false;
      const request = (this.#url.protocol === 'https:' ? https : http).request({
        protocol: this.#url.protocol,
        hostname: this.#url.hostname.replace(/^\[|\]$/g, ''),
        port: this.#port,
        path: `${this.#url.pathname}${search === '' ? '' : `?${search}`}`,
        method: call.method,
        headers: this.#headers(call),
        agent: this.#agent,
      });
      const timer = setTimeout(() => {
        isLate = true;
        request.destroy();
      }, this.#target.timeoutMs);
      const leave = () => request.destroy();
      call.signal.addEventListener('abort', leave, { once: true });
      const end = () => {
        clearTimeout(timer);
        call.signal.removeEventListener('abort', leave);
      };
      const fail = (cause: unknown) => {
        end();
        if (call.signal.aborted) reject(new UpstreamError('gone'));
        else if (cause instanceof UpstreamError) reject(cause);
        else if (isLate) reject(new UpstreamError('timeout'));
        // The service closed a kept connection just as it was used again. A prediction asked for twice changes nothing.
        else if (!isAnswered && request.reusedSocket && mayRepeat) resolve(this.#send(call, limit, false));
        else reject(new UpstreamError(isAnswered ? 'broken' : 'unreachable', { cause }));
      };
      request.on('error', fail);
      request.on('response', (reply) => {
        isAnswered = true;
        const chunks: Buffer[] = [];
        let size = 0;
        let taken = 0;
        const leaveRoom = () => {
          this.#bytes -= taken;
          taken = 0;
        };
        const finish = (rest: IncomingMessage | null) => {
          end();
          leaveRoom();
          reply.removeListener('data', take);
          reply.removeListener('error', fail);
          // Whoever takes the rest looks at it later; until then a broken connection must not end the process.
          reply.on('error', () => {});
          resolve({
            status: reply.statusCode ?? 502,
            headers: answerHeadersOf(reply.headers),
            body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
            rest,
          });
        };
        let isHandedOn = false;
        const take = (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          taken += chunk.length;
          this.#bytes += chunk.length;
          // What does not fit into memory is handed on as it comes.
          if (size <= limit && this.#bytes <= MAX_BYTES) return;
          isHandedOn = true;
          reply.pause();
          call.signal.addEventListener('abort', leave, { once: true });
          finish(reply);
        };
        reply.on('data', take);
        reply.on('error', fail);
        reply.once('close', leaveRoom);
        reply.once('end', () => {
          if (!isHandedOn) finish(null);
        });
      });
      request.end(call.body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
