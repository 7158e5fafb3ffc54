import { expect, type Page, test } from '@playwright/test';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'dataset-source';
const FILE = 'dataset customers';
const LOGGED = 'dataset of the log';
const ROWS = 30;
const DAYS = 8;

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let key = '';

/** The rows of a version, as the table of the page names them. */
const CUSTOMERS = Array.from({ length: 120 }, (_, i) => ({
  customer: `c${i % 12}`,
  day: new Date(Date.UTC(2026, 0, 1 + (i % 40))).toISOString().slice(0, 10),
  visits: (i * 7) % 10,
  told: i % 4 === 0 ? 'yes' : 'no',
  left: i % 4 === 0 ? 'yes' : 'no',
}));
const csvOf = (rows: readonly object[]) =>
  [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => cells.join(',')).join('\n');

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });
const rowOf = (page: Page, of: string, name: string) =>
  table(page, of).getByRole('row', { name: new RegExp(`^${name} `) });
const newest = async (name: string) => {
  const [row] = await ask<{ id: string; number: number; rows: number; exam: number; cut_off: Date | null }>(
    `select d.id, v.number, v.rows, v.exam_left_out as exam, v.cut_off from named_datasets d
     join dataset_versions v on v.dataset_id = d.id where d.name = $1 order by v.number desc limit 1`,
    [name],
  );
  return row;
};
const sendFile = (page: Page, rows: readonly object[]) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csvOf(rows)) });

test.beforeAll(async () => {
  key = makeKey('datasets', 'predict,feedback,read,write');
  const { datasets } = await (await call(key, 'GET', '/api/datasets')).json();
  for (const { id, name } of datasets)
    if ([FILE, LOGGED].includes(name)) await call(key, 'DELETE', `/api/datasets/${id}`);
});

test('a file is uploaded, its types and roles are changed, a wrong cell is told, and what is saved is what was sent', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets`);
  await page.getByRole('link', { name: 'Upload rows' }).first().click();
  await sendFile(page, CUSTOMERS);
  await expect(page.getByText('customers.csv, 120 rows, 5 columns')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Type of day' })).toHaveText('Time');
  await expect(page.getByRole('combobox', { name: 'Role of day' })).toHaveText('Time of the row');
  await page.getByRole('textbox', { name: 'Name' }).fill(FILE);
  await choose(page, 'Type of told', /^Number/);
  await choose(page, 'Role of left', 'Target');
  await choose(page, 'Role of customer', 'Belongs together');
  await page.getByRole('button', { name: 'Try' }).click();
  await expect(page.getByText('120 cells are not of the type of the column. The first:')).toBeVisible();
  await expect(page.getByRole('row', { name: /^2 told "yes" is not a number/ })).toBeVisible();
  expect(await newest(FILE)).toBeUndefined();
  await choose(page, 'Type of told', 'Category');
  await choose(page, 'Type of visits', /^Number/);
  await page.getByRole('button', { name: 'Try' }).click();
  await expect(page.getByText('All cells fit.')).toBeVisible();
  await page.getByRole('button', { name: 'Save dataset' }).click();
  await expect(heading(page, FILE)).toBeVisible();
  expect(await newest(FILE)).toMatchObject({ number: 1, rows: 120, exam: 0, cut_off: new Date(Date.UTC(2026, 1, 9)) });

  const profiles = 'Columns';
  await expect(rowOf(page, profiles, 'visits')).toContainText('Number');
  const mean = CUSTOMERS.reduce((sum, { visits }) => sum + visits / CUSTOMERS.length, 0);
  await expect(rowOf(page, profiles, 'visits')).toContainText(`mean ${mean.toFixed(1)}, 0 to 9`);
  await expect(rowOf(page, profiles, 'left')).toContainText('no (75.0%)');
  await expect(rowOf(page, profiles, 'customer')).toContainText('Belongs together');
  await expect(page.getByText('told says what the target says (100.0%). It is likely a copy.')).toBeVisible();
  await expect(table(page, 'First rows').getByRole('row')).toHaveCount(101);
  await page.getByRole('button', { name: 'left', exact: true }).click();
  await expect(table(page, 'The most frequent of 2 different values of left')).toContainText('75.0%');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ]);
  const text = await (await download.createReadStream()).toArray();
  const lines = Buffer.concat(text).toString('utf8').trim().split('\r\n');
  expect(lines).toHaveLength(121);
  expect(lines[5]).toBe('c4,2026-01-05T00:00:00.000Z,8,yes,yes');
});

test('a split gives two parts that add up, by time and by group', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets/${(await newest(FILE))?.id}`);
  const early = CUSTOMERS.filter(({ day }) => day < '2026-02-01').length;
  // What is filled in before the page is alive is lost.
  await expect(async () => {
    await page.getByLabel('Test from this day on (UTC)').fill('2026-02-01');
    await page.getByRole('button', { name: 'Count' }).click();
    await expect(rowOf(page, 'Split', 'Train')).toContainText(`${early} (`, { timeout: 3000 });
  }).toPass();
  await expect(rowOf(page, 'Split', 'Test')).toContainText(`${120 - early} (`);
  await page.getByText('By group').click();
  await page.getByLabel('Share of groups for the test').fill('50');
  await page.getByRole('button', { name: 'Count' }).click();
  const groups = async (part: string) =>
    Number(await rowOf(page, 'Split', part).getByRole('cell').nth(2).textContent());
  await expect(rowOf(page, 'Split', 'Train').getByRole('cell').nth(1)).not.toContainText(`${early} (`);
  const [train, tested] = [await groups('Train'), await groups('Test')];
  expect(train + tested).toBe(12);
  await expect(rowOf(page, 'Split', 'Train')).toContainText(`${train * 10} (`);
});

test('a second version is compared with the first', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets/${(await newest(FILE))?.id}`);
  await page.getByRole('link', { name: 'New version' }).click();
  await sendFile(
    page,
    CUSTOMERS.slice(0, 100).map((row) => ({ ...row, region: 'north' })),
  );
  await choose(page, 'Role of left', 'Target');
  await choose(page, 'Role of customer', 'Belongs together');
  await choose(page, 'Role of region', 'Kept only');
  await page.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByText(/^Version 2, .*sha256/)).toBeVisible();
  expect(await newest(FILE)).toMatchObject({ number: 2, rows: 100 });
  await choose(page, 'Compare with', /^Version 1\b/);
  await expect(page.getByText('Rows: 120 before, 100 here.')).toBeVisible();
  await expect(page.getByText('Columns only here: region.')).toBeVisible();
  const features = (rows: typeof CUSTOMERS) => new Set(rows.map(({ visits, told }) => `${visits} ${told}`)).size;
  const [all, some] = [features(CUSTOMERS), features(CUSTOMERS.slice(0, 100))];
  await expect(
    page.getByText(`Different rows by their features: ${all} there, ${some} here, ${some} in both.`),
  ).toBeVisible();
});

test('logged rows with labels become a version, without a row that belongs to exams', async ({ browser }) => {
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  const [tensor] = readExample('breast_cancer_histgb').cases[0]?.inputs ?? [];
  const width = tensor?.shape[1] ?? 0;
  const row = tensor?.data.slice(0, width) ?? [];
  const texts = (name: string, data: string[]) => ({ name, shape: [ROWS], datatype: 'BYTES', data });
  for (let day = 0; day < DAYS; day++) {
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [
        {
          name: tensor?.name,
          shape: [ROWS, width],
          datatype: 'FP32',
          data: Array.from({ length: ROWS }, (_, i) =>
            row.map((value, k) => (k === 0 ? day * ROWS + i : value)),
          ).flat(),
        },
        texts('context.time', new Array(ROWS).fill(new Date(Date.UTC(2014, 4, 1 + day, 12)).toISOString())),
        texts(
          'context.site',
          Array.from({ length: ROWS }, (_, i) => (i % 3 === 0 ? 'south' : 'north')),
        ),
        texts(
          'context.entity',
          Array.from({ length: ROWS }, (_, i) => `case ${i}`),
        ),
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }
  await drained();
  const calls = await ask<{ id: string }>(
    'select p.id from predictions p join models m on m.id = p.model_id where m.name = $1 order by p.id desc limit $2',
    [MODEL, DAYS],
  );
  const labels = calls.flatMap(({ id }) =>
    Array.from({ length: ROWS - 3 }, (_, i) => ({ predictionId: `${id}.${i}`, value: String(i % 2) })),
  );
  expect((await call(key, 'POST', '/api/labels', { labels })).status).toBe(200);
  const queue = await call(key, 'POST', `/api/models/${MODEL}/review-queues`, { name: 'Cases', rules: {} });
  expect(queue.status, await queue.clone().text()).toBe(201);
  const { id: queueId } = await queue.json();
  for (let i = 0; i < ROWS; i += 2)
    expect(
      (await call(key, 'POST', `/api/review-queues/${queueId}/items`, { row: `${calls[0]?.id}.${i}` })).status,
    ).toBe(201);

  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets/from-predictions`);
  await choose(page, 'Model', MODEL);
  await page.getByRole('textbox', { name: 'Name' }).fill(LOGGED);
  await page.getByLabel('First day').fill('2014-05-02');
  await page.getByLabel('Last day').fill('2014-05-05');
  await page.getByRole('button', { name: 'Only some rows' }).click();
  await choose(page, 'Only rows whose', 'context: site');
  await page.getByLabel('is one of').fill('north');
  // The same question to the log in SQL. Cases that were sent to a review are exams where the first bit of the hash of model and entity says so.
  const [wanted] = await ask<{ rows: number; labelled: number; exam: number }>(
    `with asked as (
       select p.id, o.i, encode(sha256(convert_to('["' || p.model_id || '","entity","' || (p.context -> o.i ->> 'entity') || '"]', 'utf8')), 'hex') as hash
       from predictions p join models m on m.id = p.model_id cross join lateral generate_series(0, p.rows - 1) as o(i)
       where m.name = $1 and (p.context -> o.i ->> 'time')::timestamptz >= '2014-05-02T00:00:00Z'
         and (p.context -> o.i ->> 'time')::timestamptz < '2014-05-06T00:00:00Z' and p.context -> o.i ->> 'site' = 'north'
     )
     select count(*)::int as rows, count(l.value)::int as labelled,
       (count(l.value) filter (where left(a.hash, 1) < '8' and exists (
         select 1 from review_items r where r.entity_hash = a.hash)))::int as exam
     from asked a left join labels l on l.prediction_id = a.id and l."row" = a.i`,
    [MODEL],
  );
  if (!wanted) throw new Error('the log answers');
  const { rows, labelled, exam } = wanted;
  expect(exam).toBeGreaterThan(0);
  expect(exam).toBeLessThan(labelled);
  await page.getByRole('button', { name: 'Preview' }).click();
  const found = page.getByRole('status');
  await expect(found.getByText(`of ${rows} rows`)).toBeVisible();
  await expect(found).toContainText(`With a label${labelled}`);
  await expect(found).toContainText(`Left out for exams${exam}`);
  await expect(found).toContainText(`Training rows${labelled - exam}`);
  await page.getByRole('button', { name: 'Save dataset' }).click();
  await expect(table(page, 'Datasets').getByRole('link', { name: LOGGED })).toBeVisible({ timeout: 60_000 });
  expect(await newest(LOGGED)).toMatchObject({
    rows: labelled - exam,
    exam,
    cut_off: new Date(Date.UTC(2014, 4, 5, 12)),
  });
  await table(page, 'Datasets').getByRole('link', { name: LOGGED }).click();
  await expect(heading(page, LOGGED)).toBeVisible();
  await expect(page.getByText('labelled rows of the query')).toBeVisible();
  await expect(page.getByText('context.site = north')).toBeVisible();
  // A list of thirty numbers is thirty columns.
  await expect(rowOf(page, 'Columns', 'float_input_0')).toContainText('Feature');
  await expect(page.getByRole('heading', { name: 'Correlations' })).toBeVisible();
});

test('a dataset goes with all its versions once its name is typed', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets/${(await newest(FILE))?.id}`);
  await page.getByRole('button', { name: 'Delete dataset' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('All 2 versions go with it');
  await dialog.getByRole('textbox').fill(FILE);
  await dialog.getByRole('button', { name: 'Delete dataset' }).click();
  await expect(heading(page, 'Datasets')).toBeVisible();
  await expect(table(page, 'Datasets').getByRole('link', { name: FILE })).toHaveCount(0);
  expect(await newest(FILE)).toBeUndefined();
});
