import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'parts-iris';
let key = '';

const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/monitoring`);
  await expect(page.getByRole('heading', { name: /^Who calls, and what part/ })).toBeVisible();
};
const parts = (page: Page) => page.getByRole('table', { name: 'Who calls, and what part', exact: true });
/** The numbers of a line: calls, rows. */
const numbersOf = async (page: Page, name: string) => {
  const cells = await parts(page).getByRole('row', { name }).getByRole('cell').allInnerTexts();
  return cells.slice(1, 3).map(Number);
};

async function predict(by: string, lengths: readonly (number | string)[]) {
  for (const length of lengths)
    await call(by, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: [length, 3.5, 1.4, 0.2] }],
    });
}

test.beforeAll(async () => {
  key = makeKey('till of the shop', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
});

test('a scientist sees which key calls, and how many of its calls fail', async ({ browser }) => {
  const other = makeKey('web page', 'predict');
  await predict(key, [5.1, 4.9, 6.7, 5.5, 'a text']);
  await predict(other, [5, 6]);
  await drained();
  const found = await ask<{ name: string; calls: number; rows: number }>(
    `select k.name, count(*)::int as calls, sum(p.rows)::int as rows from predictions p join models m on m.id = p.model_id
     join api_keys k on k.id = p.caller_id where m.name = $1 group by k.name order by calls desc`,
    [MODEL],
  );
  expect(found.map(({ calls }) => calls)).toEqual([4, 2]);
  const page = await openAs(browser, 'scientist');
  await open(page);
  for (const { name, calls, rows } of found) expect(await numbersOf(page, name)).toEqual([calls, rows]);
  await expect(parts(page).getByRole('row', { name: 'till of the shop' }).getByRole('cell').nth(4)).toHaveText('1');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('region', { name: 'Who calls, and what part', exact: true })
      .getByRole('button', { name: 'CSV' })
      .click(),
  ]);
  const lines = fs
    .readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines[1]).toMatch(/^till of the shop,4,4,/);
});

test('by a column that is chosen for slices, in its bands', async ({ browser }) => {
  const made = await fetch(`${process.env.E2E_URL}/api/models/${MODEL}/versions/1/reference`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: fs.readFileSync(exampleFile('iris_logreg_zipmap', 'train.csv')),
  });
  expect(made.status, await made.text()).toBe(201);
  const settings = `/api/models/${MODEL}/performance/slices/settings`;
  const { available } = await (await call(key, 'GET', settings)).json();
  const [{ name }] = available.filter(({ from }: { from: string }) => from === 'input');
  const chosen = await (await call(key, 'PUT', settings, { columns: [{ from: 'input', name }] })).json();
  const { edges } = chosen.columns[0].cut;
  // The drainer hears of the choice in a moment of its own: send until it counts by it.
  const lengths = [edges[0], edges[0] + 0.05, edges.at(-1) + 3];
  const address = `/api/models/${MODEL}/traffic/parts?by=${encodeURIComponent(`input:${name}`)}`;
  const counted = async () => (await (await call(key, 'GET', address)).json()).countedRows;
  await predict(key, lengths);
  await drained();
  await expect.poll(counted).toBe(lengths.length);
  const page = await openAs(browser, 'scientist');
  await open(page);
  await choose(page, 'Told apart by', name);
  await expect(parts(page).getByRole('row')).toHaveCount(4);
  const edge = (value: number) => String(Number(value.toPrecision(6)));
  expect(await numbersOf(page, `up to ${edge(edges[0])}`)).toEqual([1, 1]);
  expect(await numbersOf(page, `above ${edge(edges.at(-1))}`)).toEqual([1, 1]);
  await expect(page.getByText('6 rows came before the column was chosen')).toBeVisible();
});

test('the counts behind the page are a file', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await open(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV', exact: true }).click(),
  ]);
  const [head = '', ...lines] = fs
    .readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  const at = head.split(',').indexOf('calls');
  const calls = lines.reduce((sum, line) => sum + Number(line.split(',')[at]), 0);
  const [logged] = await ask<{ calls: number }>(
    'select count(*)::int as calls from predictions p join models m on m.id = p.model_id where m.name = $1',
    [MODEL],
  );
  expect(calls).toBe(logged?.calls);
});

test('the list of predictions follows what comes, and stands still when that is off', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/predictions`);
  const count = () => page.getByRole('table').getByRole('row').count();
  await expect.poll(count).toBeGreaterThan(1);
  const before = await count();
  await page.getByRole('switch', { name: 'Live' }).click();
  await expect(page.getByText(/The log is \d+ s behind/)).toBeVisible();
  await expect.poll(count).toBe(before);
  await predict(key, [5.2, 5.3]);
  await expect.poll(count).toBe(before + 2);
  const [newest] = await ask<{ id: string }>(
    'select p.id from predictions p join models m on m.id = p.model_id where m.name = $1 order by p.id desc limit 1',
    [MODEL],
  );
  await expect(page.getByRole('table').getByRole('link').first()).toHaveAttribute(
    'href',
    new RegExp(String(newest?.id)),
  );
});
