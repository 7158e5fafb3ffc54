import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { uuid7 } from '@/lib/platform/uuid7';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const DROPPED = new Set(['x-middleware-subrequest', 'content-security-policy', 'x-nonce', 'x-request-path']);

const SECURITY_HEADERS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'x-frame-options': 'DENY',
};

function policyOf(nonce: string, development: boolean): string {
  const more = development ? " 'unsafe-eval'" : '';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${more}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}

export interface ProxySettings {
  web: { host: string; port: number };
  development: boolean;
  /** https where PUBLIC_URL says so. */
  protocol: 'http' | 'https';
}

/** Streams everything that the gateway does not answer itself to the web process. */
export function createProxy(settings: ProxySettings) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });

  const headersOf = (req: IncomingMessage, policy: string | null): http.OutgoingHttpHeaders => {
    const headers: http.OutgoingHttpHeaders = {};
    for (const [name, value] of Object.entries(req.headers))
      if (!HOP_BY_HOP.has(name) && !DROPPED.has(name) && !name.startsWith('x-forwarded-')) headers[name] = value;
    headers['x-forwarded-host'] = req.headers.host;
    headers['x-forwarded-proto'] = settings.protocol;
    headers['x-forwarded-for'] = req.socket.remoteAddress ?? '';
    headers['x-request-path'] = req.url;
    headers['x-request-id'] ??= uuid7();
    if (policy) headers['content-security-policy'] = policy;
    return headers;
  };

  function forward(req: IncomingMessage, res: ServerResponse): void {
    const policy = policyOf(randomBytes(16).toString('base64'), settings.development);
    const upstream = http.request(
      { ...settings.web, agent, method: req.method, path: req.url, headers: headersOf(req, policy) },
      (reply) => {
        const headers: http.OutgoingHttpHeaders = { ...reply.headers, ...SECURITY_HEADERS };
        for (const name of HOP_BY_HOP) delete headers[name];
        if (String(reply.headers['content-type'] ?? '').startsWith('text/html'))
          headers['content-security-policy'] = policy;
        else headers['content-security-policy'] ??= "default-src 'none'; frame-ancestors 'none'; sandbox";
        if (settings.protocol === 'https') headers['strict-transport-security'] = 'max-age=31536000';
        res.writeHead(reply.statusCode ?? 502, headers);
        reply.pipe(res);
        reply.on('aborted', () => res.destroy());
      },
    );
    const isRepeatable = req.method === 'GET' || req.method === 'HEAD';
    upstream.on('error', () => {
      if (res.headersSent) {
        res.destroy();
        return;
      }
      // The web closed a kept connection just as it was used again: that says nothing about the web.
      if (isRepeatable && upstream.reusedSocket && !res.destroyed) {
        forward(req, res);
        return;
      }
      const isPage = String(req.headers.accept ?? '').includes('text/html');
      res.writeHead(503, {
        'content-type': isPage ? 'text/html; charset=utf-8' : 'application/problem+json',
        'retry-after': '2',
      });
      const detail = 'The pages are starting. Predictions are answered already.';
      res.end(
        isPage
          ? `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Implanta</title><p>${detail}</p><p lang="pt-BR">As páginas estão iniciando. As predições já são atendidas.</p>`
          : JSON.stringify({
              type: 'about:blank#unavailable',
              title: 'Not available now',
              status: 503,
              detail,
              error: detail,
              code: 'unavailable',
              requestId: '-',
            }),
      );
    });
    res.on('close', () => {
      if (!res.writableFinished) upstream.destroy();
    });
    if (isRepeatable) {
      req.resume();
      upstream.end();
    } else req.pipe(upstream);
  }

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream = http.request({
      ...settings.web,
      method: 'GET',
      path: req.url,
      headers: { ...headersOf(req, null), connection: 'Upgrade', upgrade: req.headers.upgrade },
    });
    upstream.on('upgrade', (reply, other, otherHead) => {
      const lines = Object.entries(reply.headers).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (otherHead.length > 0) socket.write(otherHead);
      if (head.length > 0) other.write(head);
      other.pipe(socket).pipe(other);
      other.on('error', () => socket.destroy());
      socket.on('error', () => other.destroy());
    });
    upstream.on('response', (reply) => socket.end(`HTTP/1.1 ${reply.statusCode} ${reply.statusMessage}\r\n\r\n`));
    upstream.on('error', () => socket.destroy());
    upstream.end();
  }

  return { forward, upgrade, close: () => agent.destroy() };
}
