import { expect, test } from '@playwright/test';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'traffic-iris';
let key = '';

/** The rows of `calls` calls, one each; half of the flowers belong to another class. */
async function predict(calls: number, headers: Record<string, string> = {}, more: Record<string, unknown> = {}) {
  const answers = [];
  for (let i = 0; i < calls; i++) {
    const data = i % 2 === 0 ? [5.1, 3.5, 1.4, 0.2] : [6.7, 3, 5.2, 2.3];
    const answer = await fetch(`${process.env.E2E_URL}/v2/models/${MODEL}/infer`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data }, ...((more.inputs as []) ?? [])],
      }),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    answers.push({
      route: answer.headers.get('x-route'),
      version: answer.headers.get('x-model-version'),
      log: answer.headers.get('x-log'),
      id: answer.headers.get('x-prediction-id'),
    });
  }
  return answers;
}
const deploy = async (deployment: unknown) => {
  const answer = await call(key, 'PUT', `/api/models/${MODEL}/deployment`, deployment);
  expect(answer.status, await answer.text()).toBe(200);
};

test.beforeAll(async () => {
  key = makeKey('traffic', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
});

test('a scientist gives a canary a share of the calls, and callers stay where they were', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/versions`);
  await choose(page, 'Canary', 'v1');
  await page.getByLabel('Share of the calls').fill('50');
  await page.getByRole('button', { name: 'Save the traffic' }).click();
  await expect(page.getByText('The traffic was changed.')).toBeVisible();
  const answers = await predict(60);
  const canary = answers.filter(({ route }) => route === 'canary');
  // Six standard deviations of 60 fair coins are 23.
  expect(Math.abs(canary.length - 30)).toBeLessThan(23);
  expect(new Set(canary.map(({ version }) => version))).toEqual(new Set(['1']));
  expect(new Set((await predict(10, { 'x-route': 'canary' })).map(({ route }) => route))).toEqual(new Set(['canary']));
  expect(new Set((await predict(10, { 'x-route': 'champion' })).map(({ version }) => version))).toEqual(new Set(['2']));
});

test('by entity, all calls about one thing go to one version', async () => {
  await deploy({ canary: { version: 1, percent: 50, splitBy: 'entity' } });
  const routes = new Set<string>();
  for (let i = 0; i < 12; i++) {
    const entity = { name: 'context.entity', shape: [1], datatype: 'BYTES', data: [`flower ${i}`] };
    const seen = new Set((await predict(4, {}, { inputs: [entity] })).map(({ route }) => route));
    expect(seen.size).toBe(1);
    for (const route of seen) routes.add(String(route));
  }
  expect([...routes].sort()).toEqual(['canary', 'champion']);
});

test('a shadow answers beside: logged, compared, shown, and never returned', async ({ browser }) => {
  await deploy({ shadow: 1 });
  const answers = await predict(20);
  expect(answers.every(({ version, route }) => version === '2' && route === 'champion')).toBe(true);
  await drained();
  const ids = answers.map(({ id }) => id);
  const beside = await ask(
    'select version_number as version, route, agreeing from predictions where shadow_of = any($1::uuid[])',
    [ids],
  );
  expect(beside).toEqual(new Array(20).fill({ version: 1, route: 'shadow', agreeing: 1 }));
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/versions`);
  const row = page.getByRole('table', { name: 'Champion, canary and shadow' }).getByRole('row', { name: /shadow/ });
  await expect(row).toContainText('100');
  await expect(row).toContainText('20 of 20 rows');
  await page.goto(`/p/${SLUG}/predictions/${ids[0]}.0`);
  await expect(page.getByText('v1 said 0; the caller did not get it')).toBeVisible();
});

test('a part of the calls is kept, all are counted', async () => {
  const count = async () => {
    const { routes } = await (await call(key, 'GET', `/api/models/${MODEL}/routes`)).json();
    return routes.find((row: { route: string; version: number }) => row.route === 'champion' && row.version === 2)
      .calls;
  };
  await drained();
  const before = await count();
  await deploy({ logPercent: 0 });
  const answers = await predict(15);
  expect(new Set(answers.map(({ log }) => log))).toEqual(new Set(['none']));
  const [kept] = await predict(1, { 'idempotency-key': `kept ${Date.now()}` });
  expect(kept?.log).toBe('process');
  await drained();
  await expect.poll(count).toBe(before + 16);
  const rows = await ask('select id from predictions where id = any($1::uuid[])', [
    [...answers, kept].map((one) => one?.id),
  ]);
  expect(rows).toEqual([{ id: kept?.id }]);
});

test('two runners by setting, and one again', async () => {
  const runners = async () => {
    const metrics = await (await call(key, 'GET', '/metrics')).text();
    return Number(
      new RegExp(`model_runners\\{model_name="${MODEL}",model_version="2"[^}]*\\} (\\d+)`).exec(metrics)?.[1],
    );
  };
  await deploy({ runners: 2 });
  await expect.poll(runners).toBe(2);
  await predict(10);
  await deploy({ runners: 1 });
  await expect.poll(runners).toBe(1);
  await predict(4);
});
