import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import { exampleFile } from './example-models';
import { PASSWORD, PEOPLE, PROJECT, SLUG } from './people';
import { type Product, startProduct } from './product';

test.describe.configure({ mode: 'serial' });
test.setTimeout(240_000);

const MODEL = 'unkillable';
const CONNECTIONS = 8;
let product: Product;
let key = '';

test.beforeAll(async () => {
  test.setTimeout(240_000);
  product = await startProduct();
  const token = new URL(product.setupUrl).searchParams.get('t');
  const { name, email } = PEOPLE.administrator;
  const made = await fetch(`${product.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: product.url },
    body: JSON.stringify({ token, name, email, password: PASSWORD, project: PROJECT, demo: false }),
  });
  expect(made.status, await made.text()).toBe(201);
  key = product.admin('key', 'create', '--name', 'load', '--scopes', 'predict,write,read', '--project', PROJECT);
  const stored = await fetch(`${product.url}/api/models/${MODEL}/versions`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}` },
    body: fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx')),
  });
  expect(stored.status, await stored.text()).toBe(201);
});

test.afterAll(async () => {
  await product?.stop();
});

/** Calls without pause from several connections; ids of everything that was acknowledged. */
function startLoad() {
  const acknowledged: string[] = [];
  const refused = new Map<number, number>();
  let isOver = false;
  let sent = 0;
  const one = async () => {
    while (!isOver) {
      const at = sent++;
      const values = [5 + (at % 20) / 10, 3 + (at % 7) / 10, 1.4 + (at % 50) / 10, 0.2 + (at % 23) / 10];
      try {
        const answer = await fetch(`${product.url}/v2/models/${MODEL}/infer`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({ inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: values }] }),
        });
        await answer.arrayBuffer();
        if (answer.status === 200) acknowledged.push(answer.headers.get('x-prediction-id') ?? '');
        else refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1);
      } catch {
        // The gateway is away: nothing was acknowledged.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  };
  const all = Promise.all(Array.from({ length: CONNECTIONS }, one));
  return {
    acknowledged,
    refused,
    /** Resolves after so many more acknowledged calls. */
    more: (calls: number) => {
      const goal = acknowledged.length + calls;
      return expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(goal);
    },
    stop: async () => {
      isOver = true;
      await all;
    },
  };
}

const health = async () => (await fetch(`${product.url}/api/health/ready`)).json();

async function drained() {
  await expect
    .poll(
      async () => {
        const { database, spool } = await health();
        return database === 'up' ? spool.pendingRows : -1;
      },
      { timeout: 90_000 },
    )
    .toBe(0);
}

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: product.admin('database', 'url') });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Each acknowledged call stands in the log once, and the counts of the charts agree with the log. */
async function expectAllLogged(acknowledged: readonly string[]) {
  await drained();
  expect(new Set(acknowledged).size).toBe(acknowledged.length);
  const [found] = await ask<{ n: number; distinct: number }>(
    'select count(*)::int as n, count(distinct id)::int as distinct from predictions where id = any($1::uuid[])',
    [acknowledged],
  );
  expect(found).toEqual({ n: acknowledged.length, distinct: acknowledged.length });
  const [log] = await ask<{ n: number }>(
    'select count(*)::int as n from predictions join models on models.id = model_id where name = $1',
    [MODEL],
  );
  const [counted] = await ask<{ n: number }>(
    `select sum(calls)::int as n from prediction_rollups join models on models.id = model_id
     where models.name = $1 and grain = 'minute'`,
    [MODEL],
  );
  expect(counted?.n).toBe(log?.n);
}

const gatewayPid = () => Number(product.admin('pid', 'gateway'));

function runnerPids(): number[] {
  const listing = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const all = listing
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((found) => (found ? [{ pid: Number(found[1]), parent: Number(found[2]), args: found[3] ?? '' }] : []));
  const below = (parent: number): typeof all =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(gatewayPid())
    .filter(({ args }) => /runner/.test(args))
    .map(({ pid }) => pid);
}

const postgresPid = () => {
  const folder = path.join(product.folder, 'data', 'postgres');
  const file = ['postmaster.pid', 'data/postmaster.pid'].map((name) => path.join(folder, name)).find(fs.existsSync);
  return file ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : 0;
};

const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
};

test('runners that are killed under load lose nothing that was acknowledged', async () => {
  const load = startLoad();
  await load.more(300);
  // A third death within a minute opens the breaker, as it should.
  for (let round = 0; round < 2; round++) {
    const pids = runnerPids();
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) kill(pid);
    await load.more(300);
  }
  await load.stop();
  await expectAllLogged(load.acknowledged);
});

test('a gateway that is killed under load comes back, and everything acknowledged is in the log', async () => {
  const load = startLoad();
  await load.more(300);
  for (let round = 0; round < 2; round++) {
    const before = gatewayPid();
    expect(kill(before)).toBe(true);
    await load.more(300);
    expect(gatewayPid()).not.toBe(before);
  }
  await load.stop();
  await expectAllLogged(load.acknowledged);
});

test('while Postgres is kept down predictions go on and pages say so; the rows arrive afterwards', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${product.url}/sign-in`);
  await page.getByLabel('E-mail').fill(PEOPLE.administrator.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/models');
  await page.goto(`${product.url}/p/${SLUG}/models/${MODEL}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const load = startLoad();
  await load.more(300);
  let killed = 0;
  // The supervisor brings Postgres back within a second; killing it again and again keeps it down.
  const keepDown = setInterval(() => {
    const pid = postgresPid();
    if (pid > 0 && kill(pid)) killed += 1;
  }, 50);
  try {
    await expect.poll(async () => (await health()).database, { timeout: 30_000 }).toBe('down');
    await load.more(1_000);
    await expect(page.getByText(/the database is not responding\. Predictions continue/i)).toBeVisible({
      timeout: 30_000,
    });
    await page.reload();
    await expect(page.getByText('Predictions continue and will be counted.', { exact: false }).first()).toBeVisible({
      timeout: 30_000,
    });
    await load.more(300);
  } finally {
    clearInterval(keepDown);
  }
  expect(killed).toBeGreaterThan(0);
  await load.stop();
  await expectAllLogged(load.acknowledged);
  await expect(page.getByRole('heading', { level: 1, name: MODEL })).toBeVisible({ timeout: 30_000 });
  await context.close();
});
