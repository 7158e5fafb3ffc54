import { createHash } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { ask, call, makeKey, registerExample, saveDataset } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'learning-again';
const AT = `/p/${SLUG}/models/${MODEL}`;
const DATASET = 'Late flights';
const CONSTANT = 'Always late';

let key = '';
let modelId = '';

/** 0 to below 1, the same for the same number. */
const chance = (of: number) => createHash('sha256').update(String(of)).digest().readUInt32BE(0) / 2 ** 32;

/** Flights of sixty days; they are late by wind and by carrier. */
const rows = Array.from({ length: 1440 }, (_, i) => {
  const wind = 30 * chance(2 * i);
  const carrier = ['AA', 'DL', 'UA'][i % 3] ?? '';
  const isLate = wind / 30 + (carrier === 'UA' ? 0.4 : 0) + 0.4 * chance(2 * i + 1) > 1;
  const at = new Date(Date.UTC(2026, 5, 1) + i * 3_600_000).toISOString();
  return [at, carrier, wind.toFixed(2), isLate ? '1' : '0'].join(',');
});

test.beforeAll(async () => {
  key = makeKey('training', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
  await saveDataset(key, DATASET, ['at,carrier,wind,late', ...rows].join('\n'), { time: 'at' });
});

let page: Page;

test('a scientist says how the model learns', async ({ browser }) => {
  page = await openAs(browser, 'scientist');
  await page.goto(`${AT}/training`);
  await expect(page.getByRole('button', { name: 'Train now' })).toBeHidden();
  await page.getByRole('button', { name: 'Write the recipe' }).click();
  const panel = page.getByRole('dialog', { name: `How ${MODEL} learns` });
  await panel.getByRole('button', { name: 'Save the recipe' }).click();
  await expect(panel.getByText('Choose the dataset to learn from.')).toBeVisible();
  await choose(panel, 'Dataset', new RegExp(DATASET));
  await expect(panel.getByRole('checkbox', { name: 'wind' })).toBeChecked();
  await expect(panel.getByRole('checkbox', { name: 'at' })).not.toBeChecked();
  await panel.getByRole('textbox', { name: 'Rounds' }).fill('0');
  await panel.getByRole('button', { name: 'Save the recipe' }).click();
  await expect(panel.getByText('From 1 to 2,000.')).toBeVisible();
  await panel.getByRole('textbox', { name: 'Rounds' }).fill('30');
  await panel.getByRole('button', { name: 'Save the recipe' }).click();
  await expect(panel).toBeHidden();
  await expect(page.getByText('2 columns')).toBeVisible();
  const [saved] = await ask<{ content: { method: object } }>(
    'select content from training_recipes where model_id = $1',
    [modelId],
  );
  expect(saved?.content.method).toMatchObject({ algorithm: 'gradient-boosting', rounds: 30, l2: 0 });
});

test('a run learns, and its page says what the database says', async () => {
  await page.getByRole('button', { name: 'Train now' }).click();
  await page.getByRole('link', { name: 'Run 1', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Open version 2' })).toBeVisible({ timeout: 60_000 });
  const [run] = await ask<{
    outcome: { crossValidation: { metrics: { rocAuc: { mean: number } } }; parity: { rows: number; agreed: number } };
    pinned: { rows: number };
  }>('select outcome, pinned from training_runs where model_id = $1 and number = 1', [modelId]);
  expect(run?.pinned.rows).toBe(rows.length);
  expect(run?.outcome.parity).toMatchObject({ rows: 1000, agreed: 1000 });
  await expect(page.getByText('answers 1,000 of 1,000 rows of the dataset as the trainer does')).toBeVisible();
  const auc = run?.outcome.crossValidation.metrics.rocAuc.mean ?? 0;
  expect(auc).toBeGreaterThan(0.85);
  await expect(page.getByText(`ROC AUC ${Number(auc.toPrecision(4))} ±`)).toBeVisible();
  const importance = page.getByRole('table', { name: 'What it goes by' });
  await expect(importance.getByRole('row').nth(1)).toContainText('wind');
  const losses = page
    .getByRole('button', { name: 'Table' })
    .or(page.getByRole('radio', { name: 'Table' }))
    .first();
  await expect(losses).toBeVisible();
  await expect(page.getByRole('region', { name: 'Lines of the log' })).toContainText(
    '1000 of 1000 rows are answered by the file as by the trainer.',
  );
  const [version] = await ask<{ number: number; trained_on: { rows: number } }>(
    'select number, trained_on from versions where model_id = $1 and training_run_id is not null',
    [modelId],
  );
  expect(version).toMatchObject({ number: 2, trained_on: { rows: rows.length } });
  const [model] = await ask<{ champion: number }>('select champion from models where id = $1', [modelId]);
  expect(model?.champion).toBe(1);
  await expectHealthy(page);
});

test('the version answers rows of named columns', async () => {
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/versions/2/infer`, {
    inputs: [
      { name: 'carrier', shape: [1, 1], datatype: 'BYTES', data: ['UA'] },
      { name: 'wind', shape: [1, 1], datatype: 'FP32', data: [29] },
    ],
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  const { outputs }: { outputs: { data: (string | number)[] }[] } = await answer.json();
  expect(outputs.map(({ data }) => String(data[0]))).toContain('1');
});

test('triggers say what they would have done before they are saved', async () => {
  await page.goto(`${AT}/training`);
  await page.getByRole('button', { name: 'Set triggers' }).click();
  const panel = page.getByRole('dialog', { name: `When ${MODEL} learns again` });
  await panel.getByRole('switch', { name: 'On schedule' }).click();
  await choose(panel, 'Day', 'Sunday');
  await panel.getByRole('button', { name: 'What would it have done?' }).click();
  const weeks = await panel.getByText(/^It would have trained 1[23] times in the last 90 days/).textContent();
  expect(weeks).not.toBeNull();
  await panel.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(panel).toBeHidden();
  await expect(page.getByText('every Sunday at 03:00 UTC')).toBeVisible();
  const [saved] = await ask<{ content: { schedule: object } }>(
    'select content from training_triggers where model_id = $1',
    [modelId],
  );
  expect(saved?.content.schedule).toEqual({ every: 'week', weekday: 7, hour: 3 });
});

test('a run that cannot learn says why, and one that waits can be stopped', async () => {
  const constant = rows.map((row) => row.replace(/[01]$/, '1'));
  const datasetId = await saveDataset(key, CONSTANT, ['at,carrier,wind,late', ...constant].join('\n'), { time: 'at' });
  const recipe = { datasetId, method: { algorithm: 'logistic' } };
  expect((await call(key, 'PUT', `/api/models/${MODEL}/training-recipe`, recipe)).status).toBe(200);
  await page.reload();
  await page.getByRole('button', { name: 'Train now' }).click();
  await page.getByRole('link', { name: 'Run 2', exact: true }).click();
  await expect(page.getByText('All rows have the same class: there is nothing to tell apart.').first()).toBeVisible({
    timeout: 30_000,
  });
  await expectHealthy(page);
});
