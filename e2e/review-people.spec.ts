import { expect, test } from '@playwright/test';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, PEOPLE, PROJECT, SLUG } from './people';

const MODEL = 'assigned-classes';
const QUEUE = 'Shared out';
const ROWS = 8;
const WHO = 'patient of the journey';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let key = '';
let queue = '';
let prediction = '';

/** A call of eight rows; returns its id once it is in the log. */
async function answered(): Promise<string> {
  const { cases } = readExample('breast_cancer_histgb');
  const name = cases[0]?.inputs[0]?.name ?? '';
  const rows = cases
    .flatMap(({ inputs: [tensor] }) => {
      const [count = 0, width = 0] = tensor?.shape ?? [];
      return Array.from({ length: count }, (_, row) => tensor?.data.slice(row * width, (row + 1) * width) ?? []);
    })
    .slice(0, ROWS);
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
    inputs: [
      { name, shape: [ROWS, rows[0]?.length ?? 0], datatype: 'FP32', data: rows.flat() },
      { name: 'context.entity', shape: [ROWS], datatype: 'BYTES', data: rows.map((_, i) => (i < 2 ? WHO : `p${i}`)) },
    ],
  });
  expect(answer.status, await answer.text()).toBe(200);
  await drained();
  return answer.headers.get('x-prediction-id') ?? '';
}

const send = async (id: string, rows: number) => {
  for (let row = 0; row < rows; row += 1) {
    const sent = await call(key, 'POST', `/api/review-queues/${queue}/items`, { row: `${id}.${row}` });
    expect(sent.status, await sent.text()).toBe(201);
  }
};

test('rows of a model wait in a queue', async () => {
  key = makeKey('assigned', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  prediction = await answered();
  const made = await call(key, 'POST', `/api/models/${MODEL}/review-queues`, {
    name: QUEUE,
    rules: { complaints: false },
  });
  queue = (await made.json()).id;
  await send(prediction, 6);
});

test('a scientist splits them between two people and sees how far each is', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/review?queue=${queue}`);
  await page.getByRole('button', { name: 'Assign' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who decides what?' });
  await dialog.getByLabel(PEOPLE.reviewer.name).check();
  await dialog.getByLabel(PEOPLE.scientist.name).check();
  await dialog.getByRole('button', { name: 'Split evenly' }).click();
  await expect(page.getByText('6 rows are assigned.')).toBeVisible();
  expect(
    await ask('select count(*)::int n from review_items where queue_id = $1 group by assigned_to', [queue]),
  ).toEqual([{ n: 3 }, { n: 3 }]);
  const reviewer = await openAs(browser, 'reviewer');
  await reviewer.goto(`/p/${SLUG}/review?queue=${queue}`);
  await expect(reviewer.getByText('for you', { exact: true })).toHaveCount(3);
  await expect(reviewer.getByText(`for ${PEOPLE.scientist.name}`)).toHaveCount(3);
  await expect(reviewer.getByRole('button', { name: 'Assign' })).toHaveCount(0);
  // By keys alone: the three that are theirs, and then nothing.
  for (let i = 0; i < 3; i += 1) {
    await expect(reviewer.getByText(/^Reserved for you until/)).toBeVisible();
    const held = await reviewer.locator('main h2 + p code[title]').first().getAttribute('title');
    await reviewer.keyboard.press('1');
    await reviewer.keyboard.press('Enter');
    await expect(reviewer.locator(`main h2 + p code[title="${held}"]`)).toHaveCount(0);
  }
  await expect(reviewer.getByText('Nothing waits for you here')).toBeVisible();
  await page.getByText('People', { exact: true }).last().click();
  const row = page
    .getByRole('table', { name: 'Assigned rows' })
    .getByRole('row')
    .filter({ hasText: PEOPLE.reviewer.name });
  await expect(row.getByRole('cell').nth(2)).toHaveText('3');
  await expect(row.getByRole('cell').nth(3)).toHaveText('0');
});

test('what is left for one person is told by day, as picture, table and CSV', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/review?queue=${queue}&view=people`);
  await choose(page, 'Person', PEOPLE.reviewer.name);
  const name = PEOPLE.reviewer.name;
  const chart = page.getByRole('figure', {
    name: `${name} has 0 rows open, of 3 rows given to them, and decided 0 rows that nobody gave them.`,
  });
  await expect(chart).toBeVisible();
  await chart.getByRole('radio', { name: 'Table' }).check();
  const [kept] = await ask<{ given: number; decided: number }>(
    `select count(*)::int given, count(r.id)::int decided from review_assignments a
     left join reviews r on r.item_id = a.item_id and r.reviewer_id = a.person_id and r.taken_back_at is null
     where a.queue_id = $1 and a.person_id = (select id::text from people where name = $2)`,
    [queue, PEOPLE.reviewer.name],
  );
  expect(kept).toEqual({ given: 3, decided: 3 });
  // Day, given, decided, left otherwise, open, decided without being given.
  const cells = chart.getByRole('row').last().getByRole('cell');
  await expect(cells.filter({ hasText: /^\d+$/ })).toHaveText(['3', '3', '0', '0', '0']);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chart.getByRole('button', { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`${QUEUE}-burn-down-${PEOPLE.reviewer.name}.csv`);
});

test('known rows measure a reviewer who cannot tell them from others', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/review?queue=${queue}&view=people`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Add known rows' });
  await dialog.getByRole('radio', { name: /One row by hand/ }).check();
  await dialog.getByLabel('Row', { exact: true }).fill(`${prediction}.7`);
  await dialog.getByLabel('Known answer').fill('0');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByText('1 row was added.')).toBeVisible();
  await page.getByRole('button', { name: 'Change queue' }).click();
  const form = page.getByRole('dialog', { name: `Queue ${QUEUE}` });
  await form.getByLabel('Part of known rows').fill('50');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  // Each second one on average: of twenty-four, one at least.
  for (let more = 0; more < 3; more += 1) await send(await answered(), ROWS);
  const reviewer = await openAs(browser, 'reviewer');
  await reviewer.goto(`/p/${SLUG}/review?queue=${queue}`);
  let said = '';
  for (let i = 0; i < 24 && said === ''; i += 1) {
    await expect(reviewer.getByText(/^Reserved for you until/)).toBeVisible();
    await expect(reviewer.getByText('Blind review.')).toBeVisible();
    const held = await reviewer.locator('main h2 + p code[title]').first().getAttribute('title');
    await reviewer.keyboard.press('1');
    await reviewer.keyboard.press('Enter');
    await expect(reviewer.locator(`main h2 + p code[title="${held}"]`)).toHaveCount(0);
    if (held === `${prediction}.7`) said = held;
  }
  expect(said).toBe(`${prediction}.7`);
  const [answer] = await ask<{ value: string }>('select value from review_gold_answers where queue_id = $1', [queue]);
  await page.goto(`/p/${SLUG}/review?queue=${queue}&view=people`);
  const row = page.getByRole('table', { name: 'Reviewers' }).getByRole('row').filter({ hasText: PEOPLE.reviewer.name });
  await expect(row).toContainText(answer?.value === '0' ? /100\.0%.*n = 1/ : /(?<!\d)0\.0%.*n = 1/);
  expect(await ask('select 1 from labels where prediction_id = $1 and "row" = 7', [prediction])).toEqual([]);
});

test('an administrator sees what would be erased about somebody, confirms by the project’s name, and it is gone', async ({
  browser,
}) => {
  const held = () => ask('select 1 from predictions where id = $1 and context::text like $2', [prediction, `%${WHO}%`]);
  expect(await held()).toHaveLength(1);
  const page = await openAs(browser, 'administrator');
  await page.goto(`/p/${SLUG}/settings/erasure`);
  await page.getByLabel('The entity, as callers name it').fill(WHO);
  await page.getByRole('button', { name: 'See what would be erased' }).click();
  const would = page.getByRole('region', { name: 'Would be erased' });
  await expect(would.getByRole('heading', { name: 'Would erase what is known of 8 rows' })).toBeVisible();
  expect(await held()).toHaveLength(1);
  await page.getByLabel(/Repeat the project’s name/).fill(PROJECT);
  await page.getByRole('button', { name: 'Erase for good' }).click();
  await expect(page.getByRole('heading', { name: 'Erased what was known of 8 rows' })).toBeVisible();
  expect(await held()).toEqual([]);
  const [proof] = await ask<{ proof: string; n: number }>(
    "select report ->> 'proof' as proof, cardinality(row_hashes) as n from erasures order by id desc limit 1",
    [],
  );
  expect(proof?.n).toBe(8);
  await expect(
    page.getByRole('table', { name: 'Erased so far' }).getByText(proof?.proof.slice(0, 12) ?? ''),
  ).toBeVisible();
  const scientist = await openAs(browser, 'scientist');
  await scientist.goto(`/p/${SLUG}/settings/erasure`);
  await expect(scientist.getByRole('button', { name: 'See what would be erased' })).toHaveCount(0);
});
