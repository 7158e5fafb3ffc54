import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { encodeModel } from '../lib/pure/onnx/write';
import { admin, ask, call, drained, makeKey } from './operator';
import { openAs, PROJECT, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'in-front-of-linear';
const BY_COMMAND = 'in-front-by-command';
const PAGE = `/p/${SLUG}/models/${MODEL}/in-front`;
let service: ChildProcess;
let url = '';
let key = '';

test.beforeAll(async () => {
  service = fork(path.resolve(import.meta.dirname, '../bench/linear-service.mjs'), { execArgv: [] });
  const port = await new Promise((resolve) => service.once('message', resolve));
  url = `http://127.0.0.1:${port}/predict`;
  key = makeKey('in front', 'predict,write,read');
  for (const name of [MODEL, BY_COMMAND]) await call(key, 'DELETE', `/api/models/${name}?name=${name}`);
});
test.afterAll(() => service.disconnect());

/** So many calls of one row, and what came back. */
async function send(count: number) {
  const answers = [];
  for (let i = 0; i < count; i++) {
    const answer = await call(key, 'POST', `/m/${MODEL}/proxy`, { rows: [{ width: i, height: 0.5 }] });
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(await answer.json()).toEqual({ predictions: [i + 0.5] });
    answers.push({ id: answer.headers.get('x-prediction-id'), version: answer.headers.get('x-model-version') });
  }
  await drained();
  return answers;
}

/** width + height, as the service computes it. */
const sum = () => {
  const column = (name: string) => ({ name, type: 'FP32' as const, shape: [-1, 1] });
  return Buffer.from(
    encodeModel({
      graph: {
        nodes: [{ op: 'Add', inputs: ['width', 'height'], outputs: ['sum'] }],
        inputs: [column('width'), column('height')],
        outputs: [column('sum')],
      },
    }),
  );
};

test('a scientist may not point the gateway into the network, an administrator may', async ({ browser }) => {
  const fill = async (page: Page) => {
    await page.goto(`/p/${SLUG}/models/new`);
    await page.getByRole('link', { name: 'In front of a running service' }).click();
    await page.getByLabel('Address of the service').fill(url);
    await page.getByLabel('Name of the model').fill(MODEL);
    await page.getByRole('button', { name: 'Stand in front of it' }).click();
  };
  const scientist = await openAs(browser, 'scientist');
  await fill(scientist);
  await expect(scientist.getByText(/inside a private network/)).toBeVisible();
  const administrator = await openAs(browser, 'administrator');
  await fill(administrator);
  await expect(administrator.getByRole('heading', { level: 1 })).toContainText(MODEL);
  await expect(administrator.getByText('The service answers', { exact: true })).toBeVisible();
  await expect(administrator.getByText('No call was read yet')).toBeVisible();
});

test('calls go through, their columns are learnt, and each is in the log', async ({ browser }) => {
  const answers = await send(12);
  expect(new Set(answers.map(({ version }) => version))).toEqual(new Set(['1']));
  const logged = await ask<{ calls: number; outcome: string }>(
    `select count(*)::int as calls, max(outcomes ->> 0) as outcome from predictions
     where id = any($1::uuid[]) and protocol = 'proxy' and route = 'champion'`,
    [answers.map(({ id }) => id)],
  );
  expect(logged).toEqual([{ calls: 12, outcome: '9.5' }]);
  const page = await openAs(browser, 'scientist');
  await page.goto(PAGE);
  await expect(page.getByText('12 of 12 calls were read')).toBeVisible();
  const columns = page.getByRole('table', { name: 'What the calls hold' });
  await expect(columns.getByRole('row', { name: /width number never/ })).toBeVisible();
  await expect(columns.getByRole('row', { name: /height number never/ })).toBeVisible();
  await page.goto(`/p/${SLUG}/predictions/${answers[7]?.id}.0`);
  for (const text of ['width', 'height', '7.5'])
    await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
});

test('the file is asked beside the service until enough answers agree', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/versions/new`);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'sum.onnx', mimeType: 'application/octet-stream', buffer: sum() });
  await page.getByRole('button', { name: /Upload/ }).click();
  await page.waitForURL(/versions\/2$/);
  await page.goto(PAGE);
  await page.getByLabel('Answers to compare').fill('10');
  await page.getByLabel('Of these agree').fill('100');
  await page.getByRole('button', { name: 'Save the goal' }).click();
  await expect(page.getByText('The goal was changed.')).toBeVisible();
  await send(6);
  await expect(page.getByText('6 of 6 answers agree (100', { exact: false })).toBeVisible();
  await expect(page.getByText('Possible once the goal is reached.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Let version 2 answer' })).toHaveCount(0);
  await send(6);
  await expect(page.getByText('10 of 10 answers agree (100', { exact: false })).toBeVisible();
  const [compared] = await ask<{ rows: number; agreeing: number }>(
    `select sum(rows)::int as rows, sum(agreeing)::int as agreeing from predictions p join models m on m.id = p.model_id
     where m.name = $1 and p.route = 'shadow' and p.version_number = 2`,
    [MODEL],
  );
  expect(compared).toEqual({ rows: 12, agreeing: 12 });
});

test('one click moves the calls to the file, and one moves them back', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(PAGE);
  await expect(page.getByText('Callers would get the same JSON from the file.')).toBeVisible();
  await page.getByRole('button', { name: 'Let version 2 answer' }).click();
  await expect(page.getByText("Callers now get the file's answers.")).toBeVisible();
  await expect(page.getByText('Version 2 answers', { exact: true })).toBeVisible();
  expect(new Set((await send(3)).map(({ version }) => version))).toEqual(new Set(['2']));
  await page.getByRole('button', { name: 'Back to the service' }).click();
  await expect(page.getByText("Callers get the service's answers again.")).toBeVisible();
  expect(new Set((await send(3)).map(({ version }) => version))).toEqual(new Set(['1']));
  await page.goto(`/p/${SLUG}/models/${MODEL}`);
  await expect(page.getByText(`/m/${MODEL}/proxy`).first()).toBeVisible();
});

test("the operator's command stands in front of a service too, and prints a key", async () => {
  const said = admin('in-front-of', url, '--name', BY_COMMAND, '--project', PROJECT);
  const made = /Bearer (imp_\S+)/.exec(said)?.[1] ?? '';
  expect(said).toContain(`/m/${BY_COMMAND}/proxy`);
  const answer = await call(made, 'POST', `/m/${BY_COMMAND}/proxy`, { rows: [{ a: 1 }, { a: 2 }] });
  expect(await answer.text()).toBe('{"predictions":[1,2]}');
});
