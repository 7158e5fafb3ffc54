import { expect, type Page, test } from '@playwright/test';
import type { DriftTogether, DriftWatch } from '@/lib/domain/drift/schema';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { normalQuantile } from '@/lib/pure/stats/normal-quantile';
import { ask, call, makeKey } from './operator';
import { openAs, SLUG } from './people';

const MODEL = 'columns-together';
const DAY = 86_400_000;
const DAYS = { learnt: 28, quiet: 8, turned: 4 };
const A_DAY = 120;
const WORKER = { timeout: 240_000 };

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const random = mulberry32(21);
const normal = () => normalQuantile(random() || 1e-9);
/** Income and debt go together by `correlation`; age goes with nothing. Each alone is the same whatever the correlation. */
const draw = (correlation: number) => {
  const income = normal();
  const debt = correlation * income + Math.sqrt(1 - correlation ** 2) * normal();
  return { income: 3000 + 800 * income, debt: 9000 + 2500 * debt, age: 45 + 12 * normal() };
};

let key = '';
const get = async <Reply>(address: string): Promise<Reply> =>
  (await call(key, 'GET', `/api/models/${MODEL}/drift/${address}`)).json();
const send = (address: string, type: string, body: string) =>
  fetch(`${process.env.E2E_URL}${address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  });
const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/drift?range=28d`);
  await expect(page.getByRole('heading', { name: 'Columns together' })).toBeVisible();
};

test('rows of forty days are measured by the worker, day by day', async () => {
  key = makeKey('together', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  const made = await call(key, 'POST', '/api/models', {
    name: MODEL,
    columns: ['income', 'debt', 'age'].map((name) => ({ name, kind: 'number' })),
    task: 'regression',
  });
  expect(made.status, await made.text()).toBe(201);
  const rows = Array.from({ length: 1500 }, () => draw(0.8)).map(({ income, debt, age }) => `${income},${debt},${age}`);
  const kept = await send(
    `/api/models/${MODEL}/versions/1/reference`,
    'text/csv',
    `income,debt,age\n${rows.join('\n')}\n`,
  );
  expect(kept.status, await kept.text()).toBe(201);
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  const all = DAYS.learnt + DAYS.quiet + DAYS.turned;
  const lines = Array.from({ length: all * A_DAY }, (_, i) => {
    const day = Math.floor(i / A_DAY);
    return JSON.stringify({
      id: `r${i}`,
      time: midnight - (all - day) * DAY + (i % A_DAY) * 60_000,
      ...draw(day < all - DAYS.turned ? 0.8 : -0.8),
      prediction: 1,
    });
  });
  const sent = await send(`/api/ingest?model=${MODEL}`, 'application/x-ndjson', lines.join('\n'));
  expect(sent.status, await sent.text()).toBe(200);
  await expect
    .poll(async () => {
      const { days, waiting } = await get<DriftTogether>('together');
      return [days.length, waiting];
    }, WORKER)
    .toEqual([all, 0]);
});

test('what the page says is what the worker stored, and the turned correlation is told with its columns', async ({
  browser,
}) => {
  const stored = await ask<{
    day: string;
    rows: number;
    error: number;
    auc: number;
    gains: Record<string, { gain: number }>;
  }>(
    `select to_char(t.day, 'YYYY-MM-DD') as day, t.measured_rows as rows, t.error, t.auc, t.columns as gains
     from together_days t join models m on m.id = t.model_id where m.name = $1 order by t.day`,
    [MODEL],
  );
  expect(stored.map(({ rows }) => rows)).toEqual(stored.map(() => A_DAY));
  const page = await openAs(browser, 'reviewer');
  await open(page);
  for (const [name, read] of [
    [/^Mean reconstruction error/, 'error'],
    [/^ROC AUC of the domain classifier/, 'auc'],
  ] as const) {
    const chart = page.getByRole('figure', { name });
    await expect(chart.getByRole('heading')).toContainText(`n = ${(A_DAY * stored.length).toLocaleString('en')}`);
    await expect(chart.getByRole('heading')).toContainText(`effective n ${stored.length}`);
    await chart.getByRole('radio', { name: 'Table' }).check();
    const cells = await chart.getByRole('row').getByRole('cell').allTextContents();
    const width = cells.length / stored.length;
    expect(stored.map((_, day) => cells[day * width + 1])).toEqual(stored.map((day) => day[read].toFixed(3)));
    const mean = stored.slice(0, DAYS.learnt).reduce((sum, day) => sum + day[read], 0) / DAYS.learnt;
    const spread = Math.sqrt(
      stored.slice(0, DAYS.learnt).reduce((sum, day) => sum + (day[read] - mean) ** 2, 0) / (DAYS.learnt - 1),
    );
    // Student's t of 27 degrees of freedom leaves 1 % outside 2.770683.
    const high = mean + 2.770683 * spread * Math.sqrt(1 + 1 / DAYS.learnt);
    expect(cells[(stored.length - 1) * width + 3]).toBe(high.toFixed(3));
    for (let day = stored.length - DAYS.turned; day < stored.length; day++)
      expect(cells[day * width + 4]).toBe('outside');
  }
  const blamed = page.getByRole('table', { name: 'Days outside the band', exact: true }).getByRole('row');
  const last = blamed.filter({ hasText: 'Domain classifier' }).first();
  const gains = Object.entries(stored.at(-1)?.gains ?? {})
    .sort(([, a], [, b]) => b.gain - a.gain)
    .map(([name]) => name);
  expect(gains.slice(0, 2).sort()).toEqual(['debt', 'income']);
  await expect(last.getByRole('listitem').first()).toContainText(gains[0] ?? '');
  await expect(last.getByRole('listitem').nth(1)).toContainText(gains[1] ?? '');
});

test('the calibrated watch raises it as an alarm of all columns together', async ({ browser }) => {
  const { days, together } = await get<DriftWatch>('days');
  expect(together).toEqual({ reconstruction: true, classifier: true });
  const begins = days.at(-DAYS.turned);
  expect([begins?.isAlarm, begins?.isNew]).toEqual([true, true]);
  const page = await openAs(browser, 'scientist');
  await open(page);
  const alarm = page.getByRole('table', { name: 'Alarms', exact: true }).getByRole('row').nth(1);
  await expect(alarm).toContainText('All columns together: told from the reference with ROC AUC');
  await expect(alarm).toContainText(/to blame: (income, debt|debt, income)/);
});
