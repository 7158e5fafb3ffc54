import { expect, type Page, test } from '@playwright/test';
import type { DriftWatch } from '@/lib/domain/drift/schema';
import { ask, call, makeKey } from './operator';
import { openAs, SLUG } from './people';

/** One row a day for half a year, all there from the beginning; the last day may still get rows. */
const MODEL = 'seattle-weather';
const DAYS = { learnt: 28, shown: 120 };

test.describe.configure({ mode: 'serial' });

let key = '';
const watch = async (query = ''): Promise<DriftWatch> =>
  (await call(key, 'GET', `/api/models/${MODEL}/drift/days${query}`)).json();

const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/drift`);
  await expect(page.getByRole('heading', { name: 'Day by day' })).toBeVisible();
};
const chart = (page: Page) => page.getByRole('figure', { name: /^How unusual/ });

test('days are those that the rows name, and what the page says of them is what the log holds', async ({ browser }) => {
  key = makeKey('drift', 'read,write');
  // Rows that came before the reference are counted anew soon after.
  await expect.poll(async () => (await watch()).days.length, { timeout: 60_000 }).toBe(DAYS.learnt + DAYS.shown);
  const { days, alarms, basis } = await watch();
  expect(basis).toBe('own-time');
  const rows = await ask<{ day: string; rows: number }>(
    `select to_char((c->>'time')::timestamptz at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as rows
     from predictions p join models m on m.id = p.model_id, jsonb_array_elements(p.context) as c
     where m.name = $1 and p.origin = 'demo' group by 1 order by 1`,
    [MODEL],
  );
  const logged = new Map(rows.map((row) => [row.day, row.rows]));
  for (const day of days) expect(day.rows, day.day).toBe(logged.get(day.day));
  const page = await openAs(browser, 'scientist');
  await open(page);
  await chart(page).getByRole('radio', { name: 'Table' }).check();
  const alarmed = chart(page)
    .getByRole('row')
    .filter({ has: page.getByRole('cell', { name: 'alarm', exact: true }) });
  await expect(alarmed).toHaveCount(days.filter(({ isAlarm }) => isAlarm).length);
  const when = page.getByRole('table', { name: 'Alarms', exact: true }).getByRole('row');
  // The head, and one row per alarm up to ten.
  await expect(when).toHaveCount(1 + Math.min(10, alarms));
});

test('settings are tried on the days that are there before they are saved', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await open(page);
  const form = page.getByRole('form', { name: 'Settings of the alarm' });
  await form.getByLabel('False alarms taken').fill('0.5');
  await form.getByRole('radio', { name: 'The days before' }).check();
  await form.getByRole('button', { name: 'Try on these days' }).click();
  await expect(page.getByText('These settings are not saved.')).toBeVisible();
  const { shuffled, alarms } = await watch('?falseAlarms=0.5&against=before&shuffle=1');
  expect(shuffled?.alarms).toBeLessThanOrEqual(0.5);
  await expect(page.getByText(`over ${shuffled?.runs} random orders`)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Alarms', exact: true }).getByRole('row')).toHaveCount(
    1 + Math.min(10, alarms),
  );
  expect((await watch()).settings).toMatchObject({ falseAlarms: 1, against: 'first' });
  await form.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
  expect((await watch()).settings).toMatchObject({ falseAlarms: 0.5, against: 'before', learningDays: 28 });
  await page.reload();
  await expect(form.getByLabel('False alarms taken')).toHaveValue('0.5');
});

test('a reviewer sees the alarms and may not change their settings', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await open(page);
  await expect(chart(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save settings' })).toHaveCount(0);
});

test('an alarm, and a day of the chart, lead to their rows', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  const rowsOf = async (from: string, to: string) => {
    const [found] = await ask<{ rows: number }>(
      `select count(*)::int as rows from predictions p join models m on m.id = p.model_id, jsonb_array_elements(p.context) as c
       where m.name = $1 and p.route <> 'shadow' and ((c->>'time')::timestamptz at time zone 'UTC')::date between $2::date and $3::date`,
      [MODEL, from, to],
    );
    return found?.rows ?? 0;
  };
  const listed = page.getByRole('table', { name: 'Predictions' }).locator('tbody tr');
  const expectRows = async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Predictions' })).toBeVisible();
    const asked = new URL(page.url()).searchParams;
    const rows = await rowsOf(asked.get('ownFrom') ?? '', asked.get('ownTo') ?? '');
    expect(rows).toBeGreaterThan(0);
    await expect(listed).toHaveCount(Math.min(50, rows));
  };
  await open(page);
  const alarms = page.getByRole('table', { name: 'Alarms', exact: true });
  await alarms.locator('tbody').getByRole('link').first().click();
  await expectRows();
  await page.getByRole('button', { name: /the days? they name/ }).click();
  await expect(page).not.toHaveURL(/ownFrom/);
  await open(page);
  await chart(page).getByRole('radio', { name: 'Table' }).check();
  await chart(page).locator('tbody').getByRole('link').first().click();
  await expectRows();
});

test('the bar of a category leads to its rows', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/flight-delay/drift`);
  await page
    .getByRole('button', { name: /carrier/ })
    .first()
    .click();
  const shares = page.getByRole('figure', { name: /Distribution/ });
  const first = shares.getByRole('link', { name: /see the rows/ }).first();
  const [, carrier = ''] = /^(\S+): /.exec((await first.getAttribute('aria-label')) ?? '') ?? [];
  await first.click();
  await expect(page.getByText(`carrier is “${carrier}”`)).toBeVisible();
});
