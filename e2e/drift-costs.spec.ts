import { expect, type Page, test } from '@playwright/test';
import type { Drift } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { sentences } from '@/lib/pure/drift/fixtures/sentences';
import { mixCost } from '@/lib/pure/drift/mix-cost';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { writePlainCsvRow } from '@/lib/pure/tabular/csv-write';
import { ask, call, makeKey } from './operator';
import { openAs, SLUG } from './people';

const MODEL = 'reviews-elsewhere';
const DAY = 86_400_000;
/** Days that are labelled, then those that are not and in which region and language moved. */
const [LABELLED, MOVED] = [30, 6];
const A_DAY = 60;
const REGIONS = ['north', 'south', 'west'] as const;
/** How often answers are right in each region. */
const CHANCES = [0.95, 0.8, 0.4];
/** A day that was just counted rests for ten times as long as that took. */
const WORKER = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const random = mulberry32(21);
const pick = (values: readonly string[]): string => values[Math.floor(random() * values.length)] ?? '';
const regionOf = (isMoved: boolean): number => {
  const at = random();
  const [first, second] = isMoved ? [0.2, 0.4] : [0.6, 0.9];
  return at < first ? 0 : at < second ? 1 : 2;
};

let key = '';
const sent: { id: string; region: number; day: number; isMoved: boolean }[] = [];
const base = `/p/${SLUG}/models/${MODEL}/drift`;
const midnight = Math.floor(Date.now() / DAY) * DAY;

const open = async (page: Page, query = '') => {
  await page.goto(`${base}${query}`);
  await expect(page.getByRole('table', { name: 'Inputs', exact: true })).toBeVisible();
};
const inputs = (page: Page) => page.getByRole('table', { name: 'Inputs', exact: true });

test('rows of a month are labelled, then region and language move', async () => {
  key = makeKey('costs', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  const made = await call(key, 'POST', '/api/models', {
    name: MODEL,
    task: 'classification',
    classes: ['no', 'yes'],
    columns: [
      { name: 'region', kind: 'category' },
      { name: 'review', kind: 'text' },
    ],
  });
  expect(made.status, await made.text()).toBe(201);
  const english = sentences('_template', 5);
  const [trained, later] = [english.slice(0, 250), english.slice(250)];
  const portuguese = sentences('pt_BR', 6);
  const lines = trained.map((review) => writePlainCsvRow([REGIONS[regionOf(false)] ?? '', review]));
  const reference = await fetch(`${process.env.E2E_URL}/api/models/${MODEL}/versions/1/reference`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: `region,review\n${lines.join('')}`,
  });
  expect(reference.status, await reference.text()).toBe(201);
  const rows: string[] = [];
  for (let day = 0; day < LABELLED + MOVED; day += 1) {
    const isMoved = day >= LABELLED;
    for (let i = 0; i < A_DAY; i += 1) {
      const region = regionOf(isMoved);
      const id = `r${day}-${i}`;
      const answer = random() < 0.5 ? 'yes' : 'no';
      const isRight = random() < (CHANCES[region] ?? 0);
      sent.push({ id, region, day, isMoved });
      rows.push(
        JSON.stringify({
          id,
          time: midnight - (LABELLED + MOVED - day) * DAY + i * 60_000,
          region: REGIONS[region],
          review: pick(isMoved ? portuguese : later),
          prediction: answer,
          ...(isMoved ? {} : { label: isRight ? answer : answer === 'yes' ? 'no' : 'yes' }),
        }),
      );
    }
  }
  const answer = await fetch(`${process.env.E2E_URL}/api/ingest?model=${MODEL}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: rows.join('\n'),
  });
  expect(await answer.json()).toMatchObject({ stored: rows.length, labels: LABELLED * A_DAY });
});

test('the expected change of accuracy on the page is that of the labels and rows of the log', async ({ browser }) => {
  const range = `?range=${new Date(midnight - MOVED * DAY).toISOString().slice(0, 16)}Z..${new Date(midnight).toISOString().slice(0, 16)}Z`;
  const window = `?from=${new Date(midnight - MOVED * DAY).toISOString()}&to=${new Date(midnight).toISOString()}`;
  let costs: DriftCosts | null = null;
  await expect(async () => {
    costs = await (await call(key, 'GET', `/api/models/${MODEL}/drift/costs${window}`)).json();
    expect(costs).toMatchObject({ state: 'known', labelled: { days: LABELLED } });
    expect(costs?.columns.region?.n).toBe(LABELLED * A_DAY);
  }).toPass(WORKER);

  const held = await ask<{ id: string; right: boolean }>(
    `select p.context->0->>'id' as id, l.value = (p.outcomes ->> 0) as right
     from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id where m.name = $1`,
    [MODEL],
  );
  const rightById = new Map(held.map(({ id, right }) => [id, right]));
  expect(rightById.size).toBe(LABELLED * A_DAY);
  const drift: Drift = await (await call(key, 'GET', `/api/models/${MODEL}/drift${window}`)).json();
  const shape = drift.features.find(({ name }) => name === 'region')?.shape;
  if (shape?.kind !== 'category') throw new Error('the region is no category');
  const binOf = (region: number) => shape.categories.indexOf(REGIONS[region] ?? '');
  const empty = () => new Float64Array(shape.categories.length + 2);
  const days = Array.from({ length: LABELLED }, () => ({ n: empty(), quality: empty() }));
  const now = Array.from(empty());
  for (const { id, region, day, isMoved } of sent) {
    const bin = binOf(region);
    if (isMoved) now[bin] = (now[bin] ?? 0) + 1;
    const sums = days[day];
    if (!sums) continue;
    sums.n[bin] = (sums.n[bin] ?? 0) + 1;
    sums.quality[bin] = (sums.quality[bin] ?? 0) + (rightById.get(id) ? 1 : 0);
  }
  expect(now.slice(0, -2)).toEqual(shape.current);
  const truth = mixCost({
    reference: [...shape.reference, 0, 0],
    window: now,
    days: days.map(({ n, quality }) => ({ n, quality, weight: n })),
  });
  if (typeof truth === 'string') throw new Error(truth);
  const points = (value: number) => `${value > 0 ? '+' : ''}${(100 * value).toFixed(1)}`;

  const page = await openAs(browser, 'scientist');
  await open(page, range);
  const row = inputs(page).getByRole('row', { name: /^region/ });
  await expect(row).toContainText(`${points(truth.change)} points`);
  await expect(row).toContainText(`95%: ${points(truth.low)} to ${points(truth.high)}`);
  // From 0.6, 0.3 and 0.1 of the rows to 0.2, 0.2 and 0.6: known, because it was made.
  expect(truth.low).toBeLessThan(-0.2);
  expect(truth.high).toBeGreaterThan(-0.4);

  // The worst comes first by the head of the column, and last when it is pressed again.
  await page.getByRole('button', { name: 'Change of accuracy' }).click();
  await expect(inputs(page).getByRole('row').nth(1)).toContainText('region');
  await expect(inputs(page).getByRole('columnheader', { name: 'Change of accuracy' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await page.getByRole('button', { name: 'Change of accuracy' }).click();
  await expect(inputs(page).getByRole('row').last()).toContainText('region');
  await expect(page).toHaveURL(/order=cost-last/);

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('region', { name: 'Inputs', exact: true }).getByRole('button', { name: 'CSV' }).click(),
  ]);
  const stream = await file.createReadStream();
  const text = (await stream.toArray()).join('');
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const at = head.split(',').indexOf('cost_change');
  const cells = lines.find((line) => line.startsWith('region,'))?.split(',') ?? [];
  expect(Number(cells[at])).toBeCloseTo(truth.change, 9);
  expect(cells[at + 3]).toBe(String(LABELLED * A_DAY));

  await row.getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Expected change of accuracy' })).toBeVisible();
  await expect(
    page.getByText(`From ${(LABELLED * A_DAY).toLocaleString('en')} rows labelled before the window`),
  ).toBeVisible();
  await page.context().close();
});

test('a review is watched by its length and its unseen words, in both languages', async ({ browser }) => {
  const range = `?range=${new Date(midnight - MOVED * DAY).toISOString().slice(0, 16)}Z..${new Date(midnight).toISOString().slice(0, 16)}Z`;
  const page = await openAs(browser, 'scientist');
  await open(page, `${range}&open=review%23unseen-words`);
  const row = inputs(page).getByRole('row', { name: /^review · share of unseen words/ });
  await expect(row).toContainText('Much change');
  await expect(page.getByText(/review is read as text: 250 of its 250 values/)).toBeVisible();
  await expect(inputs(page).getByRole('row', { name: /^review · length in characters/ })).toBeVisible();
  await expect(page.getByText('are not in the reference')).toHaveCount(0);
  await page.context().close();

  const brazilian = await openAs(browser, 'scientist', { locale: 'pt-BR' });
  await brazilian.goto(`${base}${range}`);
  await expect(brazilian.getByText('review · parcela de palavras inéditas').first()).toBeVisible();
  await expect(brazilian.getByText('review · comprimento em caracteres').first()).toBeVisible();
  await brazilian.context().close();
});

test('before anything is labelled, a window says so, and a long one goes by its own labels', async ({ browser }) => {
  const from = midnight - (LABELLED + MOVED + 1) * DAY;
  const write = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`;
  const page = await openAs(browser, 'scientist');
  await open(page, `?range=${write(from)}..${write(from + 4 * DAY)}`);
  await expect(
    page.getByText('no row that was answered before this window has a complete or random label'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change of accuracy' })).toHaveCount(0);
  await open(page, `?range=${write(from)}..${write(midnight)}`);
  await expect(
    page.getByText('answered until the end of this window (before it too few days have labels)', { exact: false }),
  ).toBeVisible();
  await expect(page.getByText(`(${LABELLED} days, `, { exact: false }).first()).toBeVisible();
  await page.context().close();
});
