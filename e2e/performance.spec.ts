import { expect, type Page, test } from '@playwright/test';
import { type ExampleModel, readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { openAs, SLUG } from './people';

const CLASSES = 'labelled-classes';
const NUMBERS = 'labelled-numbers';
const ESTIMATED = 'labelled-days';
const ERRORS = 'labelled-errors';
const GUESSED = 'labelled-noise';
/** A day that was just counted rests for ten times as long as that took, which other journeys may have made long. */
const WORKER = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 200_000 });

let key = '';
const rowIds: Record<string, string[]> = {};

/** Asks a model about `rows` rows of its examples, three in a call; the ids of the rows. */
async function predict(model: ExampleModel, name: string, rows: number): Promise<string[]> {
  const { cases } = readExample(model);
  const all = cases.flatMap(({ inputs: [tensor] }) => {
    const width = (tensor?.data.length ?? 0) / (tensor?.shape[0] ?? 1);
    return Array.from(
      { length: tensor?.shape[0] ?? 0 },
      (_, row) => tensor?.data.slice(row * width, (row + 1) * width) ?? [],
    );
  });
  const input = cases[0]?.inputs[0]?.name ?? '';
  const ids: string[] = [];
  for (let at = 0; at < rows; at += 3) {
    const part = [0, 1, 2].map((i) => all[(at + i) % all.length] ?? []);
    const answer = await call(key, 'POST', `/v2/models/${name}/infer`, {
      inputs: [{ name: input, shape: [3, part[0]?.length ?? 0], datatype: 'FP32', data: part.flat() }],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    ids.push(...[0, 1, 2].map((row) => `${answer.headers.get('x-prediction-id')}.${row}`));
  }
  return ids;
}

const label = async (labels: object[]) => {
  const answer = await call(key, 'POST', '/api/labels', { labels });
  expect(answer.status, await answer.text()).toBe(200);
};

/** Labels held against the log, row by row, as the page must have counted them. */
const HELD = `
  with held as (
    select p.outcomes ->> l."row" as answer, l.value as truth, l.source
    from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id
    where m.name = $1
  )`;

const four = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

const open = async (page: Page, model: string, search = '') => {
  await page.goto(`/p/${SLUG}/models/${model}/performance${search}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Performance' })).toBeVisible();
};
const measure = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Measures' }).getByRole('row', { name: new RegExp(`^${name}`) });

test('predictions are answered, and labels arrive', async () => {
  key = makeKey('labels', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', CLASSES);
  await registerExample(key, 'diabetes_ridge', NUMBERS);
  rowIds[CLASSES] = await predict('breast_cancer_histgb', CLASSES, 60);
  rowIds[NUMBERS] = await predict('diabetes_ridge', NUMBERS, 45);
  await drained();
});

test('where only complaints are there, the page says that they are not all', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await open(page, CLASSES);
  await expect(page.getByText('No labels in these days')).toBeVisible();
  const [first, second] = rowIds[CLASSES] ?? [];
  await label([first, second].map((predictionId) => ({ predictionId, value: 'no class at all', source: 'complaint' })));
  await label([{ predictionId: first, value: '0', source: 'complaint' }]);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('One label does not fit the model')).toBeVisible({ timeout: 2000 });
    await expect(page.getByText('labelled row only, not of all')).toBeVisible({ timeout: 2000 });
  }).toPass(WORKER);
  await page.context().close();
});

test('the numbers of a classification are those of the raw log, and complaints are in none', async ({ browser }) => {
  const ids = rowIds[CLASSES] ?? [];
  await label(
    ids
      .slice(0, 50)
      .map((predictionId, at) => ({ predictionId, value: at % 3 === 0 ? '0' : '1', source: 'automatic' })),
  );
  const [said] = await ask<{ n: number; right: number; most: number; alarms: number; misses: number }>(
    `${HELD} select count(*)::int as n, count(*) filter (where answer = truth)::int as right,
       greatest(count(*) filter (where truth = '0'), count(*) filter (where truth = '1'))::int as most,
       count(*) filter (where truth = '0' and answer = '1')::int as alarms,
       count(*) filter (where truth = '1' and answer = '0')::int as misses
     from held where source = 'automatic'`,
    [CLASSES],
  );
  if (!said) throw new Error('the log has no rows');
  expect(said.n).toBe(50);
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page, CLASSES);
    await expect(measure(page, 'Accuracy')).toContainText((said.right / said.n).toFixed(3), { timeout: 3000 });
  }).toPass(WORKER);
  await expect(measure(page, 'Accuracy')).toContainText((said.most / said.n).toFixed(3));
  await expect(measure(page, 'Accuracy')).toContainText('50');
  await expect(page.getByText(`50 of 60 answered rows have a label`)).toBeVisible();
  await expect(page.getByText('no intervals')).toBeVisible();

  await open(page, CLASSES, '?table=confusion');
  const pairs = page.getByRole('figure').filter({ has: page.getByRole('heading', { name: /^Labels and answers/ }) });
  await expect(pairs.getByRole('row', { name: new RegExp(`^0 1 ${said.alarms} `) })).toBeVisible();
  await expect(pairs.getByRole('row', { name: new RegExp(`^1 0 ${said.misses} `) })).toBeVisible();

  const sources = page.getByRole('table', { name: 'Where the labels come from' });
  await expect(sources.getByRole('row', { name: /^Complete / })).toContainText('50');
  await expect(sources.getByRole('row', { name: /^Complaints and reviews/ })).toContainText('1');

  await page.getByLabel('A false alarm costs').fill('2');
  await page.getByLabel('A miss costs').fill('10');
  const cost = ((2 * said.alarms + 10 * said.misses) / said.n) * 1000;
  const written = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(cost);
  await expect(page.getByText(`The answers as they were given cost ${written}`)).toBeVisible();
  await expect(page).toHaveURL(/falseAlarm=2.*miss=10|miss=10.*falseAlarm=2/);
  await page.context().close();
});

test('the numbers of a regression are those of the raw log', async ({ browser }) => {
  const ids = rowIds[NUMBERS] ?? [];
  await label(ids.map((predictionId, at) => ({ predictionId, value: at === 0 ? 'late' : 100 + at * 2 })));
  const [said] = await ask<{ n: number; mae: number; rmse: number; bias: number }>(
    `${HELD} select count(*)::int as n, avg(abs(answer::float8 - truth::float8)) as mae,
       sqrt(avg((answer::float8 - truth::float8) ^ 2)) as rmse, avg(answer::float8 - truth::float8) as bias
     from held where truth <> 'late'`,
    [NUMBERS],
  );
  if (!said) throw new Error('the log has no rows');
  const page = await openAs(browser, 'reviewer');
  await expect(async () => {
    await open(page, NUMBERS);
    await expect(measure(page, 'Mean absolute error')).toContainText(four.format(said.mae), { timeout: 3000 });
  }).toPass(WORKER);
  await expect(measure(page, 'Root mean squared error')).toContainText(four.format(said.rmse));
  await expect(measure(page, 'Mean error')).toContainText(four.format(said.bias));
  await expect(measure(page, 'Mean absolute error')).toContainText(String(said.n));
  await expect(page.getByText('One label does not fit the model')).toBeVisible();
  await expect(page.getByText('“late” (1)')).toBeVisible();
  await page.context().close();
});

test('accuracy is estimated before labels arrive, and held against them when they come', async ({ browser }) => {
  const { cases } = readExample('breast_cancer_histgb');
  const [tensor] = cases[0]?.inputs ?? [];
  const [rows = 0, width = 0] = tensor?.shape ?? [];
  const of = (call: number) =>
    Array.from({ length: 30 }, (_, i) => {
      const row = (call * 7 + i) % rows;
      return tensor?.data.slice(row * width, (row + 1) * width) ?? [];
    });
  await registerExample(key, 'breast_cancer_histgb', ESTIMATED);
  const labels: object[] = [];
  for (let day = 0; day < 44; day++) {
    const time = new Date(Date.UTC(2014, 0, 1 + day, 12)).toISOString();
    const answer = await call(key, 'POST', `/v2/models/${ESTIMATED}/infer`, {
      inputs: [
        { name: tensor?.name, shape: [30, width], datatype: 'FP32', data: of(day).flat() },
        { name: 'context.time', shape: [30], datatype: 'BYTES', data: new Array(30).fill(time) },
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    const id = answer.headers.get('x-prediction-id');
    // Of the last day no label has come yet.
    if (day < 43)
      for (let row = 0; row < 30; row++)
        labels.push({ predictionId: `${id}.${row}`, value: (row + day) % 4 === 0 ? '1' : '0', source: 'automatic' });
  }
  await label(labels.slice(0, 700));
  await label(labels.slice(700));
  await drained();
  const [last] = await ask<{ right: number }>(
    `select avg(((p.outcomes ->> l."row") = l.value)::int)::float8 as right from labels l
       join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id
     where m.name = $1 and p.context->0->>'time' like '2014-02-12%'`,
    [ESTIMATED],
  );
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page, ESTIMATED, '?table=estimated');
    await expect(page.getByText(/The 90% band held in \d of one day/)).toBeVisible({ timeout: 3000 });
  }).toPass(WORKER);
  const table = page
    .getByRole('figure')
    .filter({ has: page.getByRole('heading', { name: /^Estimated before labels/ }) });
  const row = (name: RegExp) => table.getByRole('row', { name });
  await expect(row(/^12 Feb 2014 estimated .* 30 30$/)).toContainText((last?.right ?? -1).toFixed(3));
  await expect(row(/^13 Feb 2014 estimated .* 30 0$/)).toBeVisible();
  await expect(row(/^11 Feb 2014 learnt from .* 30 30$/)).toBeVisible();
  await page.context().close();
});

/** Days of 30 rows each, of which the rows of every third are of another kind; each label is `off` its answer. Of the last day none comes. */
async function sendErrorDays(name: string, off: (day: number, isOther: boolean) => number): Promise<void> {
  const [tensor] = readExample('diabetes_ridge').cases[0]?.inputs ?? [];
  const [, width = 0] = tensor?.shape ?? [];
  const labels: object[] = [];
  for (let day = 0; day < 44; day++) {
    const isOther = day % 3 === 0;
    const time = new Date(Date.UTC(2014, 0, 1 + day, 12)).toISOString();
    const rows = Array.from({ length: 30 }, (_, i) =>
      (tensor?.data.slice(0, width) ?? []).map((value, k) =>
        k === 0 ? 20 + i : k === 2 ? (isOther ? 40 : 20) : value,
      ),
    );
    const answer = await call(key, 'POST', `/v2/models/${name}/infer`, {
      inputs: [
        { name: tensor?.name, shape: [30, width], datatype: 'FP32', data: rows.flat() },
        { name: 'context.time', shape: [30], datatype: 'BYTES', data: new Array(30).fill(time) },
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    const id = answer.headers.get('x-prediction-id');
    const said: number[] = (await answer.json()).outputs[0].data;
    if (day < 43)
      for (const [row, value] of said.entries())
        labels.push({ predictionId: `${id}.${row}`, value: value + (row % 2 === 0 ? 1 : -1) * off(day, isOther) });
  }
  await label(labels.slice(0, 700));
  await label(labels.slice(700));
  await drained();
}

test('the error of a regression is estimated by its inputs where that beats the mean, and held against labels', async ({
  browser,
}) => {
  await registerExample(key, 'diabetes_ridge', ERRORS);
  await sendErrorDays(ERRORS, (_, isOther) => (isOther ? 40 : 3));
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page, ERRORS, '?table=estimated');
    await expect(page.getByText('The 90% band held in 1 of one day')).toBeVisible({ timeout: 3000 });
  }).toPass(WORKER);
  const [truth] = await ask<{ mae: number }>(
    `${HELD.replace('l.source', 'l.source, p.context')} select avg(abs(answer::float8 - truth::float8)) as mae
     from held where context->0->>'time' like '2014-02-12%'`,
    [ERRORS],
  );
  const expected = await ask<{ day: string; mae: number }>(
    `select own_day::text as day, absolute / looked as mae from estimated_error_days e join models m on m.id = e.model_id
     where m.name = $1 and own_day >= '2014-02-12' and looked > 0 order by own_day`,
    [ERRORS],
  );
  const table = page
    .getByRole('figure')
    .filter({ has: page.getByRole('heading', { name: /^Estimated before labels/ }) });
  const row = (name: RegExp) => table.getByRole('row', { name });
  await expect(row(/^12 Feb 2014 estimated .* 30 30$/)).toContainText(four.format(truth?.mae ?? -1));
  await expect(row(/^12 Feb 2014 estimated .* 30 30$/)).toContainText(four.format(expected[0]?.mae ?? -1));
  await expect(row(/^13 Feb 2014 estimated .* 30 0$/)).toContainText(four.format(expected[1]?.mae ?? -1));
  await expect(row(/^5 Jan 2014 learnt from – .* 30 30$/)).toBeVisible();
  await expect(table.getByText(/over 28 days, where always saying the mean of those weeks was/)).toBeVisible();
  await page.context().close();
});

test('an estimate that does not beat the mean is said with both numbers, and not shown', async ({ browser }) => {
  await registerExample(key, 'diabetes_ridge', GUESSED);
  await sendErrorDays(GUESSED, (day) => 5 + (day % 2));
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page, GUESSED);
    await expect(page.getByText('Tried, and not shown')).toBeVisible({ timeout: 3000 });
  }).toPass(WORKER);
  const days = await ask<{ mae: number }>(
    `${HELD.replace('l.source', 'l.source, p.context')} select avg(abs(answer::float8 - truth::float8)) as mae
     from held where source = 'automatic' group by context->0->>'time' order by context->0->>'time' limit 42`,
    [GUESSED],
  );
  const maes = days.map(({ mae }) => mae);
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const off = maes.map((mae, day) => Math.abs(mae - meanOf(maes.slice(0, Math.floor(day / 7) * 7)))).slice(14);
  await expect(page.getByText(/^Mean absolute error is not shown: 28 learning days were estimated/)).toContainText(
    `always saying the mean of those weeks was ${four.format(meanOf(off))} off`,
  );
  await expect(page.getByRole('heading', { name: /^Estimated before labels.*per/ })).toHaveCount(0);
  await page.context().close();
});

test('an end user finds no such place', async ({ browser }) => {
  const page = await openAs(browser, 'user');
  const answer = await page.goto(`/p/${SLUG}/models/${CLASSES}/performance`);
  expect(answer?.status()).toBe(404);
  await page.context().close();
});

test('a file of labels is looked at before it is written', async ({ browser }) => {
  const rows = (await predict('diabetes_ridge', NUMBERS, 6)).map((id, at) => `${id},${100 + at}`);
  await drained();
  const page = await openAs(browser, 'scientist');
  await open(page, NUMBERS);
  const section = page.getByRole('region', { name: 'Labels from a file' });
  const csv = `note,id,actual\n${rows.map((row) => `x,${row}`).join('\n')}\nx,${crypto.randomUUID()},7\n`;
  await section.locator('input[type=file]').setInputFiles({
    name: 'truth.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await section.getByRole('button', { name: 'See what it would write' }).click();
  await expect(section.getByText('7 rows would get a label.')).toBeVisible();
  await expect(section.getByText('One key of 7 found no row.')).toBeVisible();
  const written = () => ask(`select 1 from labels where value = any($1)`, [['100', '101', '102', '103', '104', '105']]);
  const before = (await written()).length;
  await section.getByRole('button', { name: 'Write 7 labels' }).click();
  await expect(section.getByText('7 rows got their labels.')).toBeVisible();
  expect((await written()).length).toBe(before + 6);
});
