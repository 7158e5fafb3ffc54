import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { ask, call, makeKey } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'promoted-iris';
const AT = `/p/${SLUG}/models/${MODEL}`;
let key = '';
let modelId = '';
let page: Page;

async function predict(): Promise<{ status: number; version: string | null }> {
  const inputs = [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: [5.1, 3.5, 1.4, 0.2] }];
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, { inputs });
  const body = await answer.json();
  return { status: answer.status, version: body.model_version ?? null };
}

const trafficOf = async () =>
  (
    await ask<{ champion: number; deployment: { canary: { version: number; percent: number } | null } }>(
      'select champion, deployment from models where id = $1',
      [modelId],
    )
  )[0];

test.beforeAll(async () => {
  key = makeKey('promotion', 'predict,write,read,admin');
  const file = fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx'));
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, file)).status).toBe(201);
  modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
  expect((await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' })).status).toBe(200);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, file)).status).toBe(201);
});

test.afterAll(async () => {
  // Other journeys promote at once.
  expect((await call(key, 'PUT', '/api/promotion-rules', {})).status).toBe(200);
});

test('an administrator says who approves and in which stages', async ({ browser }) => {
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`/p/${SLUG}/settings/gates`);
  await administrator.getByRole('switch', { name: 'A second person approves' }).click();
  for (const place of [3, 2]) await administrator.getByRole('button', { name: `Remove stage ${place}` }).click();
  await administrator.getByRole('textbox', { name: 'Share of stage 1' }).fill('100');
  await administrator.getByRole('button', { name: 'Save the rules' }).click();
  await expect(administrator.getByText('More than the stage before, and less than 100.')).toBeVisible();
  await administrator.getByRole('textbox', { name: 'Share of stage 1' }).fill('50');
  await administrator.getByRole('textbox', { name: 'Held in stage 1' }).fill('0');
  await administrator.getByRole('button', { name: 'Save the rules' }).click();
  await expect(administrator.getByText('The rules are saved.').first()).toBeVisible();
  await expectHealthy(administrator);
  await administrator.close();
});

test('who asks cannot approve, and nobody passes by hand', async ({ browser }) => {
  page = await openAs(browser, 'scientist');
  await page.goto(`${AT}/promotion`);
  await choose(page, 'Version', /Version 2/);
  await page.getByRole('textbox', { name: /^Why/ }).fill('same as before');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByText('You asked for it: somebody else approves it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toBeHidden();
  const direct = await call(key, 'POST', `/api/models/${MODEL}/versions/2/champion`);
  expect([direct.status, (await direct.json()).reason]).toEqual([409, 'needs_approval']);
  expect(await trafficOf()).toMatchObject({ champion: 1, deployment: { canary: null } });
});

test('a second person approves, and the version comes to answer all calls', async ({ browser }) => {
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/promotion`);
  await expect(administrator.getByText('same as before')).toBeVisible();
  await administrator.getByRole('button', { name: 'Approve' }).click();
  await expect(administrator.getByText(/Latency, 95th percentile: \d+ of 100 calls/)).toBeVisible({ timeout: 60_000 });
  // Half of them go to the new version; both need a hundred.
  for (let i = 0; i < 300; i += 1) expect((await predict()).status).toBe(200);
  await expect(administrator.getByText('Answers all calls, watched').first()).toBeVisible({ timeout: 30_000 });
  expect(await trafficOf()).toMatchObject({ champion: 2, deployment: { canary: null } });
  await expect.poll(async () => (await predict()).version).toBe('2');
  await expectHealthy(administrator);
  await administrator.close();
});

test('a rollback reaches the callers, and no call fails meanwhile', async () => {
  await page.reload();
  const statuses: number[] = [];
  let isOver = false;
  const load = (async () => {
    while (!isOver) statuses.push((await predict()).status);
  })();
  const startedMs = performance.now();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await expect.poll(async () => (await predict()).version, { intervals: [20] }).toBe('1');
  const tookMs = performance.now() - startedMs;
  isOver = true;
  await load;
  test.info().annotations.push({ type: 'rollback', description: `${Math.round(tookMs)} ms, ${statuses.length} calls` });
  expect(new Set(statuses)).toEqual(new Set([200]));
  await expect(page.getByRole('table', { name: 'Before' })).toContainText('Taken back');
  expect((await trafficOf())?.champion).toBe(1);
  await expectHealthy(page);
});

test('a version whose calls fail is taken back by its guard', async () => {
  const rules = { stages: [{ percent: 50, minutes: 600 }] };
  expect((await call(key, 'PUT', '/api/promotion-rules', rules)).status).toBe(200);
  const asked = await call(key, 'POST', `/api/models/${MODEL}/promotions`, { version: 2 });
  expect(asked.status, await asked.clone().text()).toBe(201);
  // The same file fails where its input is a text: sent to the new version alone, as if it were broken.
  for (let i = 0; i < 30; i += 1) {
    const inputs = [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: ['a text', 3.5, 1.4, 0.2] }];
    expect((await call(key, 'POST', `/v2/models/${MODEL}/versions/2/infer`, { inputs })).status).toBe(400);
  }
  for (let i = 0; i < 40; i += 1) expect((await predict()).status).toBe(200);
  await page.reload();
  await expect(page.getByRole('table', { name: 'Before' })).toContainText('A guard was broken. Failed calls:', {
    timeout: 60_000,
  });
  expect(await trafficOf()).toMatchObject({ champion: 1, deployment: { canary: null } });
});
