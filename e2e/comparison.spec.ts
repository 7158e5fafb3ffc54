import { expect, test } from '@playwright/test';
import { mixedRows } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { openAs, SLUG } from './people';

const MODEL = 'compared-classes';
const DAYS = 12;
const LABELLED_DAYS = 10;
const ROWS = 40;

test.describe.configure({ mode: 'serial', timeout: 120_000 });

let key = '';

test('two versions answer the same rows, and labels come for most days', async () => {
  key = makeKey('comparison', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  await registerExample(key, 'breast_cancer_xgboost', MODEL);
  const deployed = await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { shadow: 1 });
  expect(deployed.status, await deployed.text()).toBe(200);
  const rows = mixedRows(DAYS * ROWS);
  for (let day = 0; day < DAYS; day++) {
    const own = rows.slice(day * ROWS, (day + 1) * ROWS);
    const time = new Date(Date.UTC(2014, 4, 1 + day, 12)).toISOString();
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [
        { name: 'float_input', shape: [ROWS, 30], datatype: 'FP32', data: own.flat() },
        { name: 'context.time', shape: [ROWS], datatype: 'BYTES', data: new Array(ROWS).fill(time) },
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }
  await drained();
  const beside = await ask<{ id: string; outcomes: string[] }>(
    `select p.id, s.outcomes from predictions p join predictions s on s.shadow_of = p.id
     join models m on m.id = p.model_id where m.name = $1 order by p.id`,
    [MODEL],
  );
  expect(beside).toHaveLength(DAYS);
  // The truth is what the shadow said, but for every ninth row.
  const labels = beside.slice(0, LABELLED_DAYS).flatMap(({ id, outcomes }) =>
    outcomes.map((outcome, row) => ({
      predictionId: `${id}.${row}`,
      value: row % 9 === 0 ? (outcome === '0' ? '1' : '0') : outcome,
    })),
  );
  const labelled = await call(key, 'POST', '/api/labels', { labels });
  expect(labelled.status, await labelled.text()).toBe(200);
});

test('the page says what SQL counts of the same rows', async ({ browser }) => {
  const [counts] = await ask<{ n: number; won: number; lost: number; apart: number }>(
    `with answered as (
       select p.id, o.row - 1 as row, o.outcome as a, s.outcomes ->> (o.row - 1)::int as b
       from predictions p join predictions s on s.shadow_of = p.id join models m on m.id = p.model_id
       cross join json_array_elements_text(p.outcomes) with ordinality as o(outcome, row) where m.name = $1)
     select count(l.value)::int as n, (count(*) filter (where b = l.value and a <> l.value))::int as won,
       (count(*) filter (where a = l.value and b <> l.value))::int as lost,
       (count(*) filter (where l.value is null and a <> b))::int as apart
     from answered left join labels l on l.prediction_id = answered.id and l."row" = answered.row`,
    [MODEL],
  );
  expect(counts?.n).toBe(LABELLED_DAYS * ROWS);
  expect(counts?.won).toBeGreaterThan(0);
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/promotion`);
  await page.getByRole('link', { name: 'Compare versions' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Version 1 against version 2' })).toBeVisible();
  const table = page.getByRole('table', { name: 'On the same rows' });
  await expect(table.getByRole('row', { name: /Only version 1 right/ })).toContainText(`${counts?.won}`);
  await expect(table.getByRole('row', { name: /Only version 2 right/ })).toContainText(`${counts?.lost}`);
  const points = (100 * ((counts?.won ?? 0) - (counts?.lost ?? 0))) / (counts?.n ?? 1);
  await expect(page.getByText(`+${points.toFixed(1)} points of accuracy`)).toBeVisible();
  const unlabelled = page.getByRole('region', { name: 'Rows without a label' });
  await expect(unlabelled).toContainText(`n = ${(DAYS - LABELLED_DAYS) * ROWS} on 2 days`);
  if (counts?.apart) await expect(unlabelled).toContainText(`of ${counts.apart} rows, those farthest apart first`);
});

test('what both cost stands beside the verdict, once somebody has said what an hour and an error cost', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/compare?a=2&b=1`);
  const cost = page.getByRole('region', { name: 'What running costs' });
  await expect(cost.getByText('Nobody has said what an hour of a processor costs.')).toBeVisible();
  await cost.getByLabel('An hour of one processor costs').fill('360000000');
  await cost.getByRole('button', { name: 'Save price' }).click();
  await expect(cost.getByText(/It is 1,000,000 at most/)).toBeVisible();
  await cost.getByLabel('An hour of one processor costs').fill('3600');
  await cost.getByLabel('Currency').fill('EUR');
  await cost.getByRole('button', { name: 'Save price' }).click();
  await expect(cost.getByText('At 3,600 EUR for an hour of one processor.')).toBeVisible();
  const [kept] = await ask<{ price: string; us: number; rows: number }>(
    `select (select settings -> 'running' ->> 'perHour' from projects where slug = $2) as price,
       sum(p.run_us)::float8 as us, sum(p.rows)::int as rows
     from predictions p join models m on m.id = p.model_id where m.name = $1 and p.version_number = 1`,
    [MODEL, SLUG],
  );
  expect([kept?.price, kept?.rows]).toEqual(['3600', DAYS * ROWS]);
  const api = await call(key, 'GET', `/api/models/${MODEL}/comparison?a=2&b=1`);
  const told = await api.json();
  const seconds = ((kept?.us ?? 0) / 1e6 / (kept?.rows ?? 1)) * 1000;
  expect(told.b.computing.secondsPer1000).toBeCloseTo(seconds, 9);
  // At one a second both are the same number.
  const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(seconds);
  const row = cost.getByRole('row').filter({ hasText: 'Version 1' });
  await expect(row.getByRole('cell').filter({ hasText: /EUR|s$/ })).toContainText([figures, `${figures}`, 'EUR']);
  // Twelve days with a call at noon each: eleven from the first to the last.
  expect(told.traffic.perMonth).toBeCloseTo(((DAYS * ROWS) / (DAYS - 1)) * 30, 6);
  const errors = page.getByRole('region', { name: 'What errors cost' });
  await errors.getByLabel('A false alarm costs').fill('1');
  await errors.getByLabel('A miss costs').fill('5');
  await errors.getByRole('button', { name: 'Show cost' }).click();
  const [counted] = await ask<{ a: number; b: number }>(
    `with answered as (
       select p.id, o.row - 1 as row, o.outcome as a, s.outcomes ->> (o.row - 1)::int as b
       from predictions p join predictions s on s.shadow_of = p.id join models m on m.id = p.model_id
       cross join json_array_elements_text(p.outcomes) with ordinality as o(outcome, row) where m.name = $1)
     select 1000 * avg(case when a = l.value then 0 when l.value = '1' then 5 else 1 end)::float8 as a,
       1000 * avg(case when b = l.value then 0 when l.value = '1' then 5 else 1 end)::float8 as b
     from answered join labels l on l.prediction_id = answered.id and l."row" = answered.row`,
    [MODEL],
  );
  const write = (value: number) => new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value);
  const { a = 0, b = 0 } = counted ?? {};
  await expect(errors.getByRole('status')).toContainText(
    `Version 1 ${a >= b ? `saves ${write(a - b)}` : `costs ${write(b - a)} more`} per 1,000 labelled rows.`,
  );
  await expect(errors.getByRole('status')).toContainText(
    `Errors of version 2 cost ${write(a)}, those of version 1 ${write(b)} per 1,000 labelled rows (n = ${LABELLED_DAYS * ROWS} on ${LABELLED_DAYS} days).`,
  );
  await expect(page).toHaveURL(/alarm=1&falseAlarm=1&miss=5/);
});

test('the other way round the same rows are lost', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await page.goto(`/p/${SLUG}/models/${MODEL}/compare?a=1&b=2`);
  await expect(page.getByRole('heading', { level: 1, name: 'Version 2 against version 1' })).toBeVisible();
  await expect(page.getByText(/^-\d+\.\d points of accuracy/)).toBeVisible();
});
