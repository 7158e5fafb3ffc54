import { createHash } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { ask, call, drained, makeKey, saveDataset } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const DATASET = 'Flights without a model';
const MODEL = 'first-of-flights';
const AT = `/p/${SLUG}/models/${MODEL}`;

/** 0 to below 1, the same for the same number. */
const chance = (of: number) => createHash('sha256').update(String(of)).digest().readUInt32BE(0) / 2 ** 32;

/** Flights of fifty days; they are late by wind and carrier. */
const rows = Array.from({ length: 1200 }, (_, i) => {
  const wind = 30 * chance(5 * i);
  const carrier = ['AA', 'DL', 'UA'][i % 3] ?? '';
  const isLate = wind / 30 + (carrier === 'UA' ? 0.4 : 0) + 0.4 * chance(5 * i + 1) > 1;
  return [new Date(Date.UTC(2026, 5, 1) + i * 3_600_000).toISOString(), carrier, wind.toFixed(2), isLate ? 1 : 0].join(
    ',',
  );
});

let key = '';
let datasetId = '';
let page: Page;

test.beforeAll(async () => {
  key = makeKey('first model', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  datasetId = await saveDataset(key, DATASET, ['at,carrier,wind,late', ...rows].join('\n'), { time: 'at' });
});

test('a scientist trains a model that is not there yet from the page of a dataset', async ({ browser }) => {
  page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/datasets/${datasetId}`);
  await page.getByRole('link', { name: 'Train a model' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Train a model' })).toBeVisible();
  await expect(page.getByText(/Learns version 1 of .*1,200 rows/)).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'wind' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'at', exact: true })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'late' })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Classes' })).toBeChecked();
  // Another target is a number, and takes the first one among the columns.
  await choose(page, 'Target', 'wind');
  await expect(page.getByRole('radio', { name: 'A number' })).toBeChecked();
  await choose(page, 'Target', 'late');
  await expect(page.getByRole('radio', { name: 'Classes' })).toBeChecked();
  const name = page.getByRole('textbox', { name: 'Name of the model' });
  await name.fill('no name');
  await page.getByRole('textbox', { name: 'Rounds', exact: true }).fill('25');
  await choose(page, 'Held out by', /^time/);
  await page.getByRole('button', { name: 'Train the model' }).click();
  await expect(page.getByText(/^Letters, digits, dots/)).toBeVisible();
  await name.fill('flight-delay');
  await page.getByRole('button', { name: 'Train the model' }).click();
  await expect(page.getByText('There is a model "flight-delay" already')).toBeVisible();
  await name.fill(MODEL);
  await page.getByRole('button', { name: 'Train the model' }).click();
  await page.waitForURL(`**${AT}/training/1`);
  await expect(page.getByRole('link', { name: 'Open version 1' })).toBeVisible({ timeout: 60_000 });
  const [run] = await ask<{
    outcome: { crossValidation: { by: string; metrics: { rocAuc: { mean: number } } }; parity: { agreed: number } };
  }>(`select outcome from training_runs join models on models.id = model_id where models.name = $1 and number = 1`, [
    MODEL,
  ]);
  const { crossValidation, parity } = run?.outcome ?? {};
  expect(parity?.agreed).toBe(1000);
  expect(crossValidation?.by).toBe('time');
  expect(crossValidation?.metrics.rocAuc.mean).toBeGreaterThan(0.85);
  await expect(
    page.getByText(`ROC AUC ${Number(crossValidation?.metrics.rocAuc.mean.toPrecision(4))} ±`),
  ).toBeVisible();
  await expectHealthy(page);
});

test('its version names the dataset, has a drafted card, and answers nobody until it is champion', async () => {
  const championOf = async () =>
    (await ask<{ champion: number | null }>('select champion from models where name = $1', [MODEL]))[0]?.champion;
  expect(await championOf()).toBeNull();
  const closed = await call(key, 'POST', `/v2/models/${MODEL}/infer`, { inputs: [] });
  expect(closed.status).toBeGreaterThanOrEqual(400);
  await page.getByRole('link', { name: 'Open version 1' }).click();
  await expect(page.getByText(DATASET).first()).toBeVisible();
  await expectHealthy(page);
  const [card] = await ask<{ training_data: string }>(
    `select fields ->> 'trainingData' as training_data from model_cards
     join models on models.id = model_id where models.name = $1`,
    [MODEL],
  );
  expect(card?.training_data).toContain(`Dataset "${DATASET}", version 1: 1200 rows`);
  await page.getByRole('button', { name: 'Make champion' }).click();
  await expect(page.getByText('Version 1 is the champion.')).toBeVisible();
  expect(await championOf()).toBe(1);
});

test('it answers in Try, and the answer is in the log', async () => {
  await page.goto(`${AT}/try`);
  await page.getByLabel('wind').fill('29');
  await page.getByRole('button', { name: /^Predict/ }).click();
  await expect(page.getByText('Kept in the log.')).toBeVisible();
  await drained();
  const [logged] = await ask<{ rows: string }>(
    `select count(*) as rows from predictions join models on models.id = model_id where models.name = $1`,
    [MODEL],
  );
  expect(Number(logged?.rows)).toBe(1);
});

test('the dataset becomes the reference of the version by a click, and what another model lacks is named', async () => {
  await page.goto(`/p/${SLUG}/datasets/${datasetId}`);
  const section = page.getByRole('region', { name: 'Use as drift reference' });
  await choose(section, 'Model', 'flight-delay');
  await section.getByRole('button', { name: 'Use as reference' }).click();
  await expect(section.getByText(/^The dataset lacks \d+ columns that the version takes: /)).toBeVisible();
  await choose(section, 'Model', MODEL);
  await section.getByRole('button', { name: 'Use as reference' }).click();
  await expect(section.getByText(`Drift of ${MODEL}, version 1, is now measured against 1,200 rows`)).toBeVisible();
  const [references] = await ask<{ count: string }>(
    `select count(*) as count from reference_profiles join models on models.id = model_id where models.name = $1`,
    [MODEL],
  );
  expect(Number(references?.count)).toBe(2);
  await section.getByRole('link', { name: 'Open drift' }).click();
  await expectHealthy(page);
  await page.context().close();
});
