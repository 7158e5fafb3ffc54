import { expect, type Page, test } from '@playwright/test';
import { exampleFile, readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'charted';
const CALLS = 60;
const REFUSED = 5;

test.describe.configure({ mode: 'serial' });

/** The text of one of the large numbers of a page, with its detail. */
const stat = (page: Page, label: string) => page.locator('dl, li, div').filter({ hasText: label }).last();

test('calls are answered, refused and judged', async () => {
  const key = makeKey('charts', 'predict,feedback,read,write');
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  const { cases } = readExample('iris_logreg_zipmap');
  const rows: number[][] = cases.flatMap(({ inputs: [tensor] }) =>
    Array.from(
      { length: tensor?.shape[0] ?? 0 },
      (_, row) => (tensor?.data ?? []).slice(row * 4, row * 4 + 4) as number[],
    ),
  );
  const ids: string[] = [];
  for (let at = 0; at < CALLS; at++) {
    const one = rows.slice(at % rows.length, (at % rows.length) + 1 + (at % 3));
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [{ name: 'X', shape: [one.length, 4], datatype: 'FP32', data: one.flat() }],
    });
    expect(answer.status).toBe(200);
    ids.push(answer.headers.get('x-prediction-id') ?? '');
  }
  for (let at = 0; at < REFUSED; at++)
    expect((await call(key, 'POST', `/v2/models/${MODEL}/infer`, { inputs: [] })).status).toBe(400);
  await drained();
  for (const [at, id] of ids.slice(0, 7).entries()) {
    const said = await call(key, 'POST', `/api/predictions/${id}.0/feedback`, { verdict: at < 4 ? 'right' : 'wrong' });
    expect(said.status, await said.text()).toBe(201);
  }
});

test('the overview shows what the log holds', async ({ browser }) => {
  const [counted] = await ask<{ calls: number; rows: number; p95: number }>(
    `select count(*)::int as calls, sum(rows)::int as rows,
            percentile_disc(0.95) within group (order by latency_us) / 1000.0 as p95
     from predictions join models on models.id = model_id where models.name = $1`,
    [MODEL],
  );
  const [refused] = await ask<{ n: number }>(
    'select count(*)::int as n from prediction_errors join models on models.id = model_id where models.name = $1',
    [MODEL],
  );
  expect(counted?.calls).toBe(CALLS);
  expect(refused?.n).toBe(REFUSED);

  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}?range=1h`);
  await expect(
    page.getByText(`Answered ${CALLS} calls in the last hour; ${REFUSED} of ${CALLS + REFUSED}`),
  ).toBeVisible();
  await expect(stat(page, 'Predictions, 1 h')).toContainText(String(counted?.rows));
  await expect(stat(page, 'Errors, 1 h')).toContainText(`${REFUSED} of ${CALLS + REFUSED} calls`);
  await expect(stat(page, 'Feedback, 1 h')).toContainText(`7 verdicts, ${counted?.rows} rows: 4 right, 3 wrong`);
  const latency = await stat(page, 'Latency p95, 1 h').textContent();
  const shown = Number(/([\d.]+)\s*ms/.exec(latency?.replace(/\u00a0/g, ' ') ?? '')?.[1]);
  // The chart's buckets are 1% wide, and the page writes two digits.
  expect(Math.abs(shown / Number(counted?.p95) - 1)).toBeLessThan(0.07);
  await page.context().close();
});

test('monitoring tells how long each call took, and holds a window against the one before', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/monitoring?range=1h&table=heat`);
  const heat = page.getByRole('figure').filter({ has: page.getByRole('heading', { name: /^Latency, call by call/ }) });
  await expect(heat.getByRole('row').nth(1)).toBeVisible();
  const counts = await heat.locator('tbody tr td:last-child').allTextContents();
  expect(counts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)).toBe(CALLS);
  await choose(page, 'Compare with', 'the window before');
  const beside = page.getByRole('table', { name: 'Side by side' });
  await expect(beside.getByRole('row', { name: new RegExp(`^Answered calls ${CALLS} 0 –$`) })).toBeVisible();
  await expect(page).toHaveURL(/compare=before/);
  await page.context().close();
});

test('monitoring counts classes and statuses as the log does', async ({ browser }) => {
  const classes = await ask<{ outcome: string; n: number }>(
    `select outcome, count(*)::int as n
     from predictions join models on models.id = model_id, json_array_elements_text(outcomes) as outcome
     where models.name = $1 group by outcome`,
    [MODEL],
  );
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/monitoring?range=1h&table=classes`);
  const figure = page.getByRole('figure').filter({
    has: page.getByRole('heading', {
      name: new RegExp(`^Predictions by class 1 h, n = ${classes.reduce((sum, { n }) => sum + n, 0)}$`),
    }),
  });
  for (const { outcome, n } of classes)
    await expect(figure.getByRole('row', { name: new RegExp(`^${outcome} ${n} `) })).toBeVisible();
  const status = page.getByRole('table', { name: 'Errors by status' });
  await expect(status.getByRole('row', { name: /^400/ })).toContainText(String(REFUSED));
  await page.context().close();
});

test('a reference CSV turns into drift over exactly the rows of the log', async ({ browser }) => {
  const [{ rows } = { rows: 0 }] = await ask<{ rows: number }>(
    'select sum(rows)::int as rows from predictions join models on models.id = model_id where models.name = $1',
    [MODEL],
  );
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}/drift?range=1h`);
  await expect(page.getByText('Version 1 has no reference yet')).toBeVisible();
  await page.locator('input[type=file]').setInputFiles(exampleFile('iris_logreg_zipmap', 'train.csv'));
  await expect(page.getByText('112 rows and 4 columns are the reference now.')).toBeVisible();
  const inputs = page.getByRole('table', { name: 'Inputs' });
  await expect(inputs.getByRole('row')).toHaveCount(5, { timeout: 60_000 });
  await expect(stat(page, 'Rows in the window')).toContainText(String(rows), { timeout: 60_000 });
  await expect(page.getByText('all rows of the window are counted')).toBeVisible({ timeout: 60_000 });
  await inputs.getByRole('button').first().click();
  await expect(page.getByText(`${rows} now, 112 in the reference`)).toBeVisible();
  await page.context().close();
});
