import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { ask, call, drained, makeKey } from './operator';
import { choose, expectHealthy, openAs, type Role, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'reviewed-iris';
const AT = `/p/${SLUG}/models/${MODEL}`;
/** An iris versicolor that the first version takes for a virginica, and a setosa that it knows. */
const MISTAKEN = [5.9, 3.2, 4.8, 1.8];
const KNOWN = [5.1, 3.5, 1.4, 0.2];
const COLUMNS = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];

let key = '';
let modelId = '';
let queueId = '';
/** What the user complained about, and what the scientist copied as a test. */
let mistaken = '';
let known = '';

/** Whether the hash of a row without an entity sends it to exams: the lower half. */
const isExam = (rowId: string): boolean =>
  createHash('sha256')
    .update(JSON.stringify([modelId, 'row', rowId]))
    .digest()
    .readUInt8(0) < 128;

/** The example model with other intercepts of its three classes: surer of one of them everywhere. */
function withIntercepts(...added: [number, number, number]): Buffer {
  const bytes = Buffer.from(fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx')));
  const from = bytes.indexOf('intercepts') + 'intercepts'.length;
  for (const [i, more] of added.entries()) {
    // Each float stands behind its own tag.
    const at = from + i * 5 + 1;
    bytes.writeFloatLE(bytes.readFloatLE(at) + more, at);
  }
  return bytes;
}

async function upload(bytes: Uint8Array, number: number): Promise<void> {
  const answer = await call(key, 'PUT', `/api/models/${MODEL}/versions`, bytes);
  expect([answer.status, (await answer.json()).number]).toEqual([201, number]);
}

async function predict(values: readonly number[]): Promise<string> {
  const inputs = [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: values }];
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, { inputs });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return `${answer.headers.get('x-prediction-id')}.0`;
}

const championOf = async () =>
  (await ask<{ champion: number }>('select champion from models where id = $1', [modelId]))[0]?.champion;

test.beforeAll(async () => {
  key = makeKey('review loop', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await upload(fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx')), 1);
  modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
  const columns = COLUMNS.map((name, index) => ({ input: 'X', index, name, kind: 'number' }));
  const examples = [Object.fromEntries(COLUMNS.map((name, i) => [name, MISTAKEN[i]]))];
  const classNames = { 0: 'setosa', 1: 'versicolor', 2: 'virginica' };
  const saved = await call(key, 'PUT', `/api/models/${MODEL}/versions/1/overlay`, { columns, classNames, examples });
  expect(saved.status, await saved.clone().text()).toBe(200);
  expect((await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' })).status).toBe(200);
  const queue = { name: 'Irises', rules: { complaints: true }, reviewsWanted: 2 };
  const made = await call(key, 'POST', `/api/models/${MODEL}/review-queues`, queue);
  expect(made.status, await made.clone().text()).toBe(201);
  queueId = (await made.json()).id;
});

test('a user corrects an answer on the try page', async ({ browser }) => {
  const page = await openAs(browser, 'user');
  await page.goto(`${AT}/try`);
  const button = page.getByRole('button', { name: /^Predict/ });
  // Half of all rows go to exams; the story is about one of those.
  await expect(async () => {
    const before = new URL(page.url()).searchParams.get('row');
    await button.click();
    await expect.poll(() => new URL(page.url()).searchParams.get('row')).not.toBe(before);
    mistaken = new URL(page.url()).searchParams.get('row') ?? '';
    expect(isExam(mistaken)).toBe(true);
  }).toPass({ timeout: 60_000, intervals: [100] });
  await expect(page.getByText('virginica').first()).toBeVisible();
  await page.getByRole('radio', { name: 'Wrong' }).click();
  await page
    .getByRole('group', { name: 'What was it?' })
    .getByRole('radio', { name: /versicolor/ })
    .click();
  await page.getByLabel('Why?').fill('I hold it in my hand');
  await page.getByRole('button', { name: 'Send feedback' }).click();
  await expect(page.getByText('Feedback kept.')).toBeVisible();
  await page.goto(`${AT}/feedback`);
  const line = page.getByRole('table', { name: 'Feedback' }).getByRole('row', { name: /versicolor/ });
  await expect(line).toContainText('Waiting');
  await page.context().close();
});

async function review(browser: Parameters<typeof openAs>[0], role: Role, name: string) {
  const page = await openAs(browser, role);
  await page.goto(`/p/${SLUG}/review?queue=${queueId}`);
  await expect(page.getByText('petal_length').first()).toBeVisible();
  await page
    .getByRole('group', { name: 'What was it?' })
    .getByRole('radio', { name: new RegExp(name) })
    .click();
  await page.getByRole('button', { name: /^Save and next/ }).click();
  await expect(page.getByText('Nothing waits for you here')).toBeVisible();
  await page.context().close();
}

test('two reviewers disagree, a third settles it, and the label is in the accuracy', async ({ browser }) => {
  test.setTimeout(120_000);
  const stateOf = async () =>
    (
      await ask<{ state: string; destination: string }>(
        'select state, destination from review_items where queue_id = $1',
        [queueId],
      )
    )[0];
  await expect.poll(stateOf, { timeout: 60_000 }).toEqual({ state: 'open', destination: 'exam' });
  await review(browser, 'reviewer', 'versicolor');
  await review(browser, 'scientist', 'virginica');
  expect((await stateOf())?.state).toBe('disputed');
  await review(browser, 'administrator', 'versicolor');
  expect((await stateOf())?.state).toBe('settled');
  const counted = () =>
    ask<{ n: number; right: number }>(
      `select count(*)::int n, count(*) filter (where l.value = (p.outcomes ->> l."row"))::int as right
       from labels l join predictions p on p.id = l.prediction_id where p.model_id = $1 and l.source = 'review'`,
      [modelId],
    );
  expect(await counted()).toEqual([{ n: 1, right: 0 }]);
  const performance = async () => {
    const answer = await call(key, 'GET', `/api/models/${MODEL}/performance`);
    const { n, result } = await answer.json();
    return { n, accuracy: result?.measures?.accuracy?.value ?? null };
  };
  await expect.poll(performance, { timeout: 60_000 }).toEqual({ n: 1, accuracy: 0 });
  const page = await openAs(browser, 'reviewer');
  await page.goto(`${AT}/performance`);
  await expect(page.getByText(/n = 1\b/).first()).toBeVisible();
  await page.context().close();
});

const section = (page: Page) => page.getByRole('region', { name: 'Regression tests', exact: true });

/** The numbers of the version's part "Regression tests", once they know so many tests. */
async function readTests(page: Page, number: number, tests: number) {
  await page.goto(`${AT}/versions/${number}`);
  const part = section(page);
  const stat = (label: string) => part.locator('div', { hasText: new RegExp(`^${label}\\d+`) }).last();
  await expect(stat('Tests')).toHaveText(new RegExp(`^Tests${tests}run`), { timeout: 90_000 });
  const read = async (label: string) => Number(/^\D+(\d+)/.exec((await stat(label).textContent()) ?? '')?.[1]);
  return { passed: await read('Passed'), failed: await read('Failed') };
}

test('the row is a regression test that the champion fails, and another row is copied as one', async ({ browser }) => {
  test.setTimeout(180_000);
  const page = await openAs(browser, 'scientist');
  expect(await readTests(page, 1, 1)).toEqual({ passed: 0, failed: 1 });
  const failed = section(page).getByRole('table', { name: 'Failed tests' }).getByRole('row').nth(1);
  await expect(failed).toContainText('versicolor');
  await expect(failed).toContainText('virginica');
  await expect(failed.getByRole('link')).toHaveAttribute('href', `/p/${SLUG}/predictions/${mistaken}`);
  known = await predict(KNOWN);
  await drained();
  await page.goto(`/p/${SLUG}/predictions/${known}`);
  const form = page.getByRole('region', { name: 'Copy as a test' });
  await choose(form, 'Must be', 'setosa');
  await form.getByRole('button', { name: 'Copy as a test' }).click();
  await expect(form.getByText('It is a regression test now.')).toBeVisible();
  await form.getByRole('button', { name: 'Copy as a test' }).click();
  await expect(form.getByText(/is a test already/)).toBeVisible();
  expect(await readTests(page, 1, 2)).toEqual({ passed: 1, failed: 1 });
  const rows = await ask<{ row: string; expected: string }>(
    `select prediction_id || '.' || "row" as row, expected from regression_tests where model_id = $1 and removed_at is null order by id`,
    [modelId],
  );
  expect(rows).toEqual([
    { row: mistaken, expected: '1' },
    { row: known, expected: '0' },
  ]);
  await page.context().close();
});

test('a version that is worse waits, fails visibly, and is not made champion', async ({ browser }) => {
  test.setTimeout(180_000);
  await upload(withIntercepts(0, 0, 30), 2);
  expect(await championOf()).toBe(1);
  const page = await openAs(browser, 'scientist');
  expect(await readTests(page, 2, 2)).toEqual({ passed: 0, failed: 2 });
  await expect(section(page).getByText('Version 2 fails 1 test that the champion, version 1, passes.')).toBeVisible();
  await page.getByRole('button', { name: 'Make champion' }).click();
  await expect(page.getByText('It fails 1 regression test that the champion, v1, passes.')).toBeVisible();
  await expect(page.getByText(/must be 0, answered 2/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Do it all the same' })).toHaveCount(0);
  await page.goto(`${AT}/versions`);
  await choose(page, 'Canary', 'v2');
  await page.getByRole('button', { name: 'Save the traffic' }).click();
  await expect(page.getByText('It fails 1 regression test that the champion, v1, passes.')).toBeVisible();
  expect(await championOf()).toBe(1);
  // An administrator may, with a reason; here it stays a question.
  const owner = await openAs(browser, 'administrator');
  await owner.goto(`${AT}/versions/2`);
  await owner.getByRole('button', { name: 'Make champion' }).click();
  await owner.getByRole('button', { name: 'Do it all the same' }).click();
  await expect(owner.getByRole('dialog')).toContainText('Say why first.');
  await owner.getByRole('button', { name: 'Leave it' }).click();
  expect(await championOf()).toBe(1);
  await owner.context().close();
  await page.context().close();
});

test('a better version passes and is promoted, and the user hears of both', async ({ browser }) => {
  test.setTimeout(180_000);
  await upload(withIntercepts(0, 1, 0), 3);
  const page = await openAs(browser, 'scientist');
  expect(await readTests(page, 3, 2)).toEqual({ passed: 2, failed: 0 });
  // Told two minutes after settling: the journey does not wait for them.
  await ask(`update feedback set tell_at = now() where prediction_id = $1 and tell_at is not null`, [
    mistaken.split('.')[0],
  ]);
  await page.getByRole('button', { name: 'Make champion' }).click();
  await expect(page.getByText('Version 3 is the champion.')).toBeVisible();
  expect(await championOf()).toBe(3);
  await ask(`update models set champion_at = champion_at - interval '3 minutes' where id = $1`, [modelId]);
  const told = async () =>
    (
      await ask<{ kind: string }>(`select kind from notifications where link like '%' || $1 order by id`, [mistaken])
    ).map(({ kind }) => kind);
  await expect.poll(told, { timeout: 60_000 }).toEqual(['feedback-settled', 'answer-fixed']);
  const user = await openAs(browser, 'user');
  await user.goto(`${AT}/feedback`);
  await expectHealthy(user);
  const line = user.getByRole('table', { name: 'Feedback' }).getByRole('row', { name: /versicolor/ });
  await expect(line).toContainText('Settled: versicolor');
  await expect(line).toContainText('v3 answers it so now');
  const headline = user.getByRole('region', { name: 'Complaints answered' });
  await expect(headline).toContainText('100.0%');
  await expect(headline).toContainText('1 of n = 1');
  await user.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
  const lines = user.locator(`a[href$="${mistaken}"]`, { hasText: MODEL });
  await expect(lines).toHaveText([
    /^reviewed-iris v3 now says versicolor where you reported a wrong answer/,
    /^What you reported about reviewed-iris was settled: versicolor/,
  ]);
  await lines.last().click();
  await user.waitForURL(`**/predictions/${mistaken}`);
  await user.getByRole('button', { name: /^Notifications/ }).click();
  await user.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(user.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
  await user.context().close();
  await page.context().close();
});
