import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { ask, call, drained, makeKey } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'staged-iris';
const AT = `/p/${SLUG}/models/${MODEL}`;
const GOOD = [5.1, 3.5, 1.4, 0.2];
const STAGED = 12;
const FAILED = 2;
const PRODUCED = 7;
let key = '';
let stagingKey = '';
let page: Page;

const infer = (by: string, address: string, data: readonly unknown[] = GOOD) =>
  call(by, 'POST', `/v2/models/${MODEL}${address}`, {
    inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data }],
  });

const environment = (name: 'Production' | 'Staging') => page.getByRole('region', { name, exact: true });

const askOnPage = async () => {
  await page.goto(`${AT}/promotion?version=2`);
  await page.getByRole('button', { name: 'Begin' }).click();
};

test.beforeAll(async ({ browser }) => {
  key = makeKey('environments', 'predict,write,read,admin');
  stagingKey = makeKey('environments, staging', 'staging');
  const file = fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx'));
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, file)).status).toBe(201);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' })).status).toBe(200);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, file)).status).toBe(201);
  page = await openAs(browser, 'scientist');
});

test.afterAll(async () => {
  expect((await call(key, 'PUT', '/api/promotion-rules', {})).status).toBe(200);
});

test('a scientist puts a version into staging', async () => {
  expect((await infer(key, '/versions/staging/infer')).status).toBe(404);
  await page.goto(`${AT}/promotion`);
  await expect(environment('Production')).toContainText('Version 1');
  await choose(environment('Staging'), 'Put there', 'Version 2');
  await page.getByRole('button', { name: 'Put into staging' }).click();
  await expect(environment('Staging').getByRole('button', { name: 'Take out' })).toBeVisible({ timeout: 30_000 });
  await expect(environment('Staging').getByRole('heading')).toContainText('Version 2');
  await expectHealthy(page);
});

test('its name answers beside production, and its calls are counted apart', async () => {
  for (let i = 0; i < STAGED; i += 1) {
    const answer = await infer(i % 2 ? key : stagingKey, '/versions/staging/infer');
    expect([answer.status, answer.headers.get('x-route')]).toEqual([200, 'staging']);
    expect((await answer.json()).model_version).toBe('2');
  }
  for (let i = 0; i < FAILED; i += 1)
    expect((await infer(key, '/versions/staging/infer', ['a text', 3.5, 1.4, 0.2])).status).toBe(400);
  for (let i = 0; i < PRODUCED; i += 1) {
    const answer = await infer(key, i % 2 ? '/versions/production/infer' : '/infer');
    expect([answer.status, answer.headers.get('x-route')]).toEqual([200, 'champion']);
    expect((await answer.json()).model_version).toBe('1');
  }
  const refused = await infer(stagingKey, '/infer');
  expect(refused.status).toBe(403);
  expect((await refused.json()).error).toContain('This key is for staging only');
  await drained();
  const counted = await ask<{ route: string; origin: string; version: number; calls: number }>(
    `select p.route, p.origin, p.version_number as version, count(*)::int as calls from predictions p
     join models m on m.id = p.model_id where m.name = $1 group by 1, 2, 3 order by 1`,
    [MODEL],
  );
  expect(counted).toEqual([
    { route: 'champion', origin: 'api', version: 1, calls: PRODUCED },
    { route: 'staging', origin: 'staging', version: 2, calls: STAGED },
  ]);
  await page.reload();
  await expect(environment('Staging')).toContainText(`Calls${STAGED + FAILED}`);
  await expect(environment('Staging')).toContainText(`(${FAILED} of ${STAGED + FAILED})`);
  await expect(environment('Production')).toContainText(`Calls${PRODUCED}`);
  const { routes } = await (await call(key, 'GET', `/api/models/${MODEL}/routes`)).json();
  expect(routes.map((one: { route: string; calls: number }) => [one.route, one.calls])).toEqual([
    ['champion', PRODUCED],
  ]);
  const listed = async (query: string) =>
    (await (await call(key, 'GET', `/api/models/${MODEL}/predictions?${query}`)).json()).predictions.length;
  expect([await listed(''), await listed('origin=staging'), await listed('route=staging')]).toEqual([
    PRODUCED,
    STAGED,
    STAGED,
  ]);
  await environment('Staging').getByRole('link', { name: 'Calls in staging' }).click();
  await expect(page.getByRole('table', { name: 'Predictions' }).getByRole('row')).toHaveCount(STAGED + 1);
});

test('what is in staging is changed under calls, of which none fails', async () => {
  const statuses: number[] = [];
  let isOver = false;
  const load = (address: string) =>
    (async () => {
      while (!isOver) statuses.push((await infer(key, address)).status);
    })();
  const loads = [load('/versions/staging/infer'), load('/infer')];
  const staged = async () => (await (await infer(key, '/versions/staging/infer')).json()).model_version;
  for (const version of [1, 2]) {
    expect((await call(key, 'PUT', `/api/models/${MODEL}/environments`, { version })).status).toBe(200);
    await expect.poll(staged, { intervals: [20] }).toBe(String(version));
  }
  isOver = true;
  await Promise.all(loads);
  expect(new Set(statuses)).toEqual(new Set([200]));
  test.info().annotations.push({ type: 'calls', description: String(statuses.length) });
});

test('where the project wants it, a version that has not shown enough there is not promoted', async ({ browser }) => {
  await drained();
  const staging = await (await call(key, 'GET', `/api/models/${MODEL}/environments`)).json();
  const wanted = staging.staging.calls + 200;
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`/p/${SLUG}/settings/gates`);
  await administrator.getByRole('switch', { name: 'A version must have been in staging' }).click();
  await administrator.getByRole('textbox', { name: 'Calls at least' }).fill('0');
  await administrator.getByRole('textbox', { name: 'Time at least' }).fill('0');
  await administrator.getByRole('textbox', { name: 'Failed at most' }).fill('50');
  await administrator.getByRole('button', { name: 'Save the rules' }).click();
  await expect(administrator.getByText('From 1 to 1,000,000.')).toBeVisible();
  await administrator.getByRole('textbox', { name: 'Calls at least' }).fill('100000');
  await administrator.getByRole('button', { name: 'Save the rules' }).click();
  await expect(administrator.getByText('The rules are saved.').first()).toBeVisible();
  await expectHealthy(administrator);
  await administrator.close();
  await askOnPage();
  await expect(page.getByText(/The gate does not let version 2 pass: It was in staging for/)).toBeVisible();
  await expect(environment('Staging')).toContainText('The rule on staging does not hold yet.');
  const rules = { stages: [], watchMinutes: 0, staging: { calls: wanted, hours: 0, errorPercent: 50 } };
  expect((await call(key, 'PUT', '/api/promotion-rules', rules)).status).toBe(200);
  const byKey = await call(key, 'POST', `/api/models/${MODEL}/promotions`, { version: 2 });
  // Calls of both stays of version 2 count, and those of version 1 there do not.
  expect([byKey.status, (await byKey.json()).reason]).toEqual([409, 'gate_failed']);
  for (let i = 0; i < 200 + staging.staging.calls; i += 1)
    expect((await infer(key, '/versions/staging/infer')).status).toBe(200);
  await drained();
  await askOnPage();
  await expect(page.getByRole('table', { name: 'Before' }).getByRole('row', { name: /1 → 2/ })).toContainText(
    'Champion',
    { timeout: 30_000 },
  );
  await expect(environment('Production')).toContainText('Version 2');
  await expectHealthy(page);
});
