import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { exampleFile } from './example-models';
import { type Product, startProduct } from './product';

// Several gateway processes behind one port: to callers they are one.

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

const MODEL = 'iris';
const PATH = `/v2/models/${MODEL}/infer`;
const body = (first: number) =>
  JSON.stringify({ inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: [first, 3, 1.4, 0.2] }] });

let product: Product;
let key = '';

/** Each call takes a connection of its own, so that all processes get some. */
const call = (method: string, address: string, more: RequestInit & { as?: string } = {}) =>
  fetch(`${product.url}${address}`, {
    ...more,
    method,
    headers: {
      authorization: `Bearer ${more.as ?? key}`,
      connection: 'close',
      ...(typeof more.body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...more.headers,
    },
  });
const pids = () => product.admin('pid', 'gateway').split('\n').map(Number);
const health = async () => (await fetch(`${product.url}/api/health/ready`)).json();
const drained = () => expect.poll(async () => (await health()).spool.pendingRows, { timeout: 30_000 }).toBe(0);

async function logged(): Promise<{ rows: number; spools: number }> {
  const client = new pg.Client({ connectionString: product.admin('database', 'url') });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select (select count(*)::int from predictions) as rows, (select count(distinct spool)::int from prediction_rollups) as spools',
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

test.beforeAll(async () => {
  test.setTimeout(240_000);
  product = await startProduct({ GATEWAY_PROCESSES: '2' });
  key = product.admin('key', 'create', '--name', 'all', '--scopes', 'predict,read,write');
  const stored = await call('PUT', `/api/models/${MODEL}/versions`, {
    body: fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx')),
  });
  expect(stored.status, await stored.text()).toBe(201);
});
test.afterAll(async () => {
  await product?.stop();
});

test('a version that is stored can be called at once through every process, and counts add up', async () => {
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) => call('POST', PATH, { body: body(4 + i / 10) })),
  );
  expect(answers.map(({ status }) => status)).toEqual(new Array(40).fill(200));
  await drained();
  expect(await logged()).toEqual({ rows: 40, spools: 2 });
  for (let look = 0; look < 4; look++) {
    const stats = await (await call('GET', `/v2/models/${MODEL}/stats`)).json();
    expect(stats.model_stats).toMatchObject([
      { name: MODEL, inference_count: 40, inference_stats: { success: { count: 40 } } },
    ]);
    const metrics = await (await call('GET', '/metrics')).text();
    expect(metrics).toContain(
      `model_infer_request_success_total{model_name="${MODEL}",model_version="1",route="champion"} 40`,
    );
  }
  expect(await health()).toMatchObject({ ready: true, database: 'up', runners: { ready: 2 } });
});

test('an idempotency key is one key for all processes, also while the first call is under way', async () => {
  const keyed = (idempotency: string, first: number) =>
    call('POST', PATH, { body: body(first), headers: { 'idempotency-key': idempotency } });
  const before = (await logged()).rows;
  const ids = new Set<string | null>();
  for (let i = 0; i < 12; i++) {
    const answer = await keyed('once', 5);
    expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([200, i === 0 ? null : 'true']);
    ids.add(answer.headers.get('x-prediction-id'));
  }
  expect(ids.size).toBe(1);
  for (let i = 0; i < 6; i++) expect((await keyed('once', 6)).status).toBe(409);
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all([1, 2, 3, 4].map(() => keyed(`race ${round}`, 5)));
    expect(answers.filter(({ status, headers }) => status === 200 && !headers.has('idempotent-replayed'))).toHaveLength(
      1,
    );
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  }
  await drained();
  expect((await logged()).rows - before).toBe(11);
});

test('a limit of a key holds over all processes together', async () => {
  const limited = product.admin('key', 'create', '--name', 'slow', '--scopes', 'predict', '--calls-per-second', '20');
  const seconds = 6;
  let [answered, refused] = [0, 0];
  const from = Date.now();
  const until = from + seconds * 1000;
  const caller = async () => {
    while (Date.now() < until) {
      const answer = await call('POST', PATH, { as: limited, body: body(5) });
      if (answer.status === 200) answered += 1;
      else {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
        refused += 1;
      }
      await answer.arrayBuffer();
    }
  };
  await Promise.all([1, 2, 3, 4].map(caller));
  const elapsedS = (Date.now() - from) / 1000;
  // Besides the rate, full buckets at the start and a second or two until both know of each other; two limits of their own would give 280.
  expect(answered).toBeGreaterThanOrEqual(20 * (seconds - 2));
  expect(answered).toBeLessThanOrEqual(20 * elapsedS + 80);
  expect(refused).toBeGreaterThan(0);
});

test('a connection that was given to a process that dies is not left waiting', async () => {
  const [first = 0] = pids();
  process.kill(first, 'SIGSTOP');
  // Each of both processes is given connections in turn; the stopped one takes none.
  const calls = Array.from({ length: 6 }, () =>
    call('POST', PATH, { body: body(5), signal: AbortSignal.timeout(60_000) }).then(
      ({ status }) => status,
      (error: Error) => error.name,
    ),
  );
  await expect
    .poll(() => Promise.race([Promise.all(calls).then(() => 'all'), Promise.any(calls).then(() => 'some')]))
    .toBe('some');
  process.kill(first, 'SIGKILL');
  const ends = await Promise.all(calls);
  expect(ends).toContain(200);
  // "TypeError" is a connection that was closed; "TimeoutError" would be one that nobody ever closes.
  expect(ends.filter((end) => end !== 200)).toEqual(['TypeError']);
  await expect.poll(() => pids().length === 2 && !pids().includes(first), { timeout: 30_000 }).toBe(true);
});

test('one process that is killed loses nothing, and the other goes on', async () => {
  const before = (await logged()).rows;
  const [first = 0] = pids();
  const acknowledged = new Set<string>();
  let isOver = false;
  const caller = async () => {
    for (let i = 0; !isOver; i++) {
      const answer = await call('POST', PATH, {
        body: body(4 + (i % 30) / 10),
        headers: i % 3 === 0 ? { 'idempotency-key': `${Math.random()}` } : {},
      }).catch(() => null);
      if (answer?.status === 200) acknowledged.add(answer.headers.get('x-prediction-id') ?? '');
      await answer?.arrayBuffer().catch(() => {});
    }
  };
  const callers = [1, 2, 3, 4].map(caller);
  await expect.poll(() => acknowledged.size).toBeGreaterThan(100);
  process.kill(first, 'SIGKILL');
  await expect.poll(() => pids().length === 2 && !pids().includes(first), { timeout: 30_000 }).toBe(true);
  const then = acknowledged.size;
  await expect.poll(() => acknowledged.size).toBeGreaterThan(then + 100);
  isOver = true;
  await Promise.all(callers);
  await drained();
  expect((await logged()).rows - before).toBeGreaterThanOrEqual(acknowledged.size);
  const client = new pg.Client({ connectionString: product.admin('database', 'url') });
  await client.connect();
  const found = await client.query('select id from predictions where id = any($1::uuid[])', [[...acknowledged]]);
  await client.end();
  expect(found.rows.length).toBe(acknowledged.size);
});
