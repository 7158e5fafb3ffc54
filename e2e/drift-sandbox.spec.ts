import { expect, type Page, test } from '@playwright/test';
import type { Drift, DriftImportance, DriftTogether, TriedChange } from '@/lib/domain/drift/schema';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { normalQuantile } from '@/lib/pure/stats/normal-quantile';
import { ask, call, makeKey } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'what-matters';
const DAY = 86_400_000;
const DAYS = { learnt: 28, watched: 20, moved: 6 };
const A_DAY = 80;
const WORKER = { timeout: 180_000 };

test.describe.configure({ mode: 'serial', timeout: 420_000 });

const random = mulberry32(77);
const normal = () => normalQuantile(random() || 1e-9);
/** Every answer is what the income says; the answer rests on nothing else. Age moves much in the last days, income a little. */
const draw = (moved: boolean) => {
  const income = 3000 + 800 * (normal() + (moved ? 0.4 : 0));
  return { income, age: 45 + 12 * (normal() + (moved ? 1.5 : 0)), house: random() < 0.7 ? 'own' : 'rent' };
};

let key = '';
const get = async <Reply>(address: string): Promise<Reply> =>
  (await call(key, 'GET', `/api/models/${MODEL}/drift${address}`)).json();
const send = (address: string, type: string, body: string) =>
  fetch(`${process.env.E2E_URL}${address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  });
const lastWeek = () =>
  get<Drift>(`?from=${new Date(Date.now() - 7 * DAY).toISOString()}&to=${new Date().toISOString()}`);
const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/drift?range=7d`);
  await expect(page.getByRole('heading', { name: 'Try a change' })).toBeVisible();
};

test('rows of forty-eight days are there, and a worker learns what their answers rest on', async () => {
  key = makeKey('what-matters', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  const made = await call(key, 'POST', '/api/models', {
    name: MODEL,
    columns: [
      { name: 'income', kind: 'number' },
      { name: 'age', kind: 'number' },
      { name: 'house', kind: 'category' },
    ],
    task: 'regression',
  });
  expect(made.status, await made.text()).toBe(201);
  const trained = Array.from({ length: 1500 }, () => draw(false)).map(
    ({ income, age, house }) => `${income},${age},${house}`,
  );
  const kept = await send(
    `/api/models/${MODEL}/versions/1/reference`,
    'text/csv',
    `income,age,house\n${trained.join('\n')}\n`,
  );
  expect(kept.status, await kept.text()).toBe(201);
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  const all = DAYS.learnt + DAYS.watched;
  const lines = Array.from({ length: all * A_DAY }, (_, i) => {
    const day = Math.floor(i / A_DAY);
    const row = draw(day >= all - DAYS.moved);
    const time = midnight - (all - day) * DAY + (i % A_DAY) * 60_000;
    return JSON.stringify({ id: `w${i}`, time, ...row, prediction: Math.round(row.income / 10) });
  });
  const sent = await send(`/api/ingest?model=${MODEL}`, 'application/x-ndjson', lines.join('\n'));
  expect(sent.status, await sent.text()).toBe(200);
  await expect.poll(async () => (await get<DriftImportance>('/importance')).state, WORKER).toBe('known');
  // Rows that came before the reference was in force are counted by a recount.
  await expect
    .poll(
      async () => (await lastWeek()).features.map(({ current }) => current.rows - current.nulls - current.compared),
      WORKER,
    )
    .toEqual([0, 0, 0]);
  // What is measured of the columns together is watched too: until it is there, the same question has another answer a moment later.
  await expect.poll(async () => (await get<DriftTogether>('/together')).waiting, WORKER).toBe(0);
});

test('the columns stand by distance times importance, as they are stored', async ({ browser }) => {
  const [stored] = await ask<{ result: { score: number; columns: Record<string, number> } }>(
    `select c.result from column_importances c join models m on m.id = c.model_id where m.name = $1`,
    [MODEL],
  );
  const shares = stored?.result.columns ?? {};
  expect(shares.income).toBeGreaterThan(0.9);
  const page = await openAs(browser, 'reviewer');
  await open(page);
  const table = page.getByRole('table', { name: 'Inputs', exact: true });
  const names = async () =>
    (await table.getByRole('button', { expanded: false }).allTextContents()).map((name) => name.trim());
  const { features } = await lastWeek();
  const byDistance = features.map(({ name }) => name);
  expect(byDistance[0]).toBe('age');
  const rank = (name: string) =>
    (features.find((feature) => feature.name === name)?.jensenShannon ?? 0) * (shares[name] ?? 0);
  const byRank = byDistance.toSorted((a, b) => rank(b) - rank(a));
  expect(byRank[0]).toBe('income');
  await expect.poll(names).toEqual(byRank);
  const income = table.getByRole('row').filter({ hasText: 'income' });
  await expect(income).toContainText(`${((shares.income ?? 0) * 100).toFixed(1)}%`);
  await expect(page.getByText('What matters most is income')).toBeVisible();
  await expect(page.getByText(`trees imitate the answers with R² ${stored?.result.score.toFixed(2)}`)).toBeVisible();
  await page.getByRole('radio', { name: 'By distance' }).check();
  await expect.poll(names).toEqual(byDistance);
});

test('lost values are noticed by their share on the first day, with the numbers of the raw log', async ({
  browser,
}) => {
  const days = await ask<{ day: string; rows: number }>(
    `select to_char(date_trunc('day', p.received_at at time zone 'utc'), 'YYYY-MM-DD') as day, sum(p.rows)::int as rows
     from predictions p join models m on m.id = p.model_id where m.name = $1 group by 1 order by 1`,
    [MODEL],
  );
  const page = await openAs(browser, 'reviewer');
  await open(page);
  const form = page.getByRole('form', { name: 'Try a change' });
  await choose(form, 'Change', 'Values are lost');
  await form.getByRole('textbox', { name: 'Size' }).fill('25');
  const watched = days.slice(DAYS.learnt);
  const begin = watched.at(-9)?.day ?? '';
  await form.getByLabel('From this day on').fill(begin);
  await form.getByRole('button', { name: 'Try this change' }).click();
  const result = page.getByRole('table', { name: 'Who notices it', exact: true });
  await expect(result.getByRole('row').filter({ hasText: 'Share of nulls' })).toContainText('on its first day');
  await choose(page, 'Detector', 'Share of nulls');
  const chart = page.getByRole('figure', { name: /^Share of nulls on/ });
  await chart.getByRole('radio', { name: 'Table' }).check();
  const rows = await chart.getByRole('row').allTextContents();
  expect(rows).toHaveLength(watched.length + 1);
  const cells = await chart.getByRole('cell').allTextContents();
  const width = cells.length / watched.length;
  for (const [at, { day, rows: count }] of watched.entries()) {
    const share = day >= begin ? Math.round(0.25 * count) / count : 0;
    expect([cells[at * width + 1], cells[at * width + 2]]).toEqual([share.toFixed(3), '0.000']);
  }
});

test('a shift is noticed by the calibrated watch, and what the page says is what the API says', async ({ browser }) => {
  const tried = await get<TriedChange>('/sandbox?column=house&kind=category-grows&category=rent&size=0.6');
  const calibrated = tried.detectors.find(({ name }) => name === 'calibrated');
  expect(calibrated?.noticed).not.toBeNull();
  const page = await openAs(browser, 'scientist');
  await open(page);
  const form = page.getByRole('form', { name: 'Try a change' });
  await choose(form, 'Column', 'house');
  await choose(form, 'Category that grows', 'rent');
  await form.getByRole('textbox', { name: 'Size' }).fill('60');
  await form.getByRole('button', { name: 'Try this change' }).click();
  const result = page.getByRole('table', { name: 'Who notices it', exact: true });
  const row = (name: string) => result.getByRole('row').filter({ hasText: name });
  const written = (days: number) =>
    days === 0 ? 'on its first day' : days === 1 ? 'after one day' : `after ${days} days`;
  await expect(row('Day by day (this page)')).toContainText(written(calibrated?.noticed?.delayDays ?? -1));
  const psi = tried.detectors.find(({ name }) => name === 'psi');
  await expect(row('PSI').getByRole('cell').nth(3)).toContainText(String(psi?.alarmDays));
});

test('a count of a bin leads to as many rows of the log', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await open(page);
  const table = page.getByRole('table', { name: 'Inputs', exact: true });
  await table.getByRole('button', { name: 'house' }).click();
  await table.getByRole('radio', { name: 'Table' }).check();
  const link = table.getByRole('row').filter({ hasText: /^rent/ }).getByRole('link');
  const count = Number((await link.textContent())?.replaceAll(',', ''));
  expect(count).toBeGreaterThan(50);
  await link.click();
  await expect(page.getByText('Only rows where house is “rent”.')).toBeVisible();
  const rows = page.getByRole('table', { name: 'Predictions', exact: true }).getByRole('row');
  await expect(rows).toHaveCount(51);
  while (await page.getByRole('button', { name: 'Show more' }).isVisible()) {
    const before = await rows.count();
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows.count()).not.toBe(before);
  }
  await expect(rows).toHaveCount(count + 1);
  await page.getByRole('button', { name: 'Show all rows' }).click();
  await expect(page.getByText('Only rows where')).toHaveCount(0);
});
