import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postWebhook } from './post-webhook';
import { signatureOf } from './sign';

let port = 0;
let taken: { path: string; host: string; body: string }[] = [];
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    taken.push({ path: request.url ?? '', host: request.headers.host ?? '', body });
    if (request.url === '/silent') return;
    if (request.url === '/elsewhere') response.writeHead(302, { location: '/ok' }).end();
    else if (request.url === '/endless') {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(600)), 1);
      response.on('close', () => {
        clearInterval(more);
        taken.push({ path: 'closed', host: '', body: '' });
      });
    } else response.writeHead(request.url === '/ok' ? 204 : 500).end();
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, more: Partial<Parameters<typeof postWebhook>[0]> = {}) => {
  taken = [];
  return postWebhook({
    url: `http://127.0.0.1:${port}${path}`,
    headers: { 'content-type': 'application/json' },
    body: '{"ä":1}',
    timeoutMs: 5000,
    allowPrivate: true,
    ...more,
  });
};

test('signs timestamp, dot and body', () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(signatureOf('secret', 1_700_000_000, '{"a":1}')).toBe(
    'sha256=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686',
  );
});

test('sends the body and tells the status', async () => {
  expect(await post('/ok')).toEqual({ ok: true, status: 204 });
  expect(taken).toEqual([{ path: '/ok', host: `127.0.0.1:${port}`, body: '{"ä":1}' }]);
  expect(await post('/broken')).toEqual({ ok: false, reason: 'status', status: 500 });
});

test('follows no redirect', async () => {
  expect(await post('/elsewhere')).toEqual({ ok: false, reason: 'status', status: 302 });
  expect(taken.map(({ path }) => path)).toEqual(['/elsewhere']);
});

test('refuses an address inside without a connection, by number and by name', async () => {
  expect(await post('/ok', { allowPrivate: false })).toEqual({ ok: false, reason: 'closed-address' });
  const named = (addresses: string[]) =>
    post('/ok', { url: `http://hooks.example:${port}/ok`, allowPrivate: false, resolve: async () => addresses });
  expect(await named(['127.0.0.1'])).toEqual({ ok: false, reason: 'closed-address' });
  expect(await named(['8.8.8.8', '10.0.0.1'])).toEqual({ ok: false, reason: 'closed-address' });
  expect(await named([])).toEqual({ ok: false, reason: 'no-address' });
  expect(taken).toEqual([]);
});

test('asks for a name once and connects to what it was told', async () => {
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return asked === 1 ? ['127.0.0.1'] : ['10.0.0.1'];
  };
  expect(await post('/ok', { url: `http://hooks.example:${port}/ok`, resolve })).toEqual({ ok: true, status: 204 });
  expect([asked, taken[0]?.host]).toEqual([1, `hooks.example:${port}`]);
});

test('waits no longer than it was told', async () => {
  expect(await post('/silent', { timeoutMs: 50 })).toEqual({ ok: false, reason: 'timeout' });
  expect(
    await post('/ok', { url: 'http://hooks.example/', timeoutMs: 50, resolve: () => new Promise(() => {}) }),
  ).toEqual({ ok: false, reason: 'timeout' });
});

test('reads little of an answer and hangs up', async () => {
  expect(await post('/endless')).toEqual({ ok: true, status: 200 });
  await expect.poll(() => taken.map(({ path }) => path)).toContain('closed');
});

test('tells a closed port', async () => {
  expect(await post('/ok', { url: 'http://127.0.0.1:1/' })).toEqual({ ok: false, reason: 'no-connection' });
});
