import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { MonitoringReport } from '@/lib/domain/reports/schema';
import { ask, askIris, call, makeKey, registerExample } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'reports-iris';
const PLACE = `/p/${SLUG}/models/${MODEL}/report`;
let key = '';

const predict = (calls: number, isGood: boolean) => askIris(key, MODEL, calls, isGood);

test.beforeAll(async () => {
  key = makeKey('reports', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  await predict(9, true);
  await predict(3, false);
});

test('a report says what the log says, and is there as JSON', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`${PLACE}?range=24h`);
  await expectHealthy(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Monitoring report' })).toBeVisible();
  const [logged] = await ask<{ calls: number; rows: number }>(
    `select count(*)::int as calls, coalesce(sum(p.rows), 0)::int as rows from predictions p join models m on m.id = p.model_id
     where m.name = $1 and p.received_at > now() - interval '24 hours'`,
    [MODEL],
  );
  expect(logged).toEqual({ calls: 9, rows: 9 });
  const traffic = page.getByRole('region', { name: 'Traffic', exact: true });
  await expect(traffic.getByText(`3 of ${(logged?.calls ?? 0) + 3} calls`).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Drift', exact: true })).toContainText(
    'Nobody has uploaded the training rows of v1',
  );
  await expect(page.getByRole('region', { name: 'Performance', exact: true })).toContainText('No labels arrived');
  await expect(page.getByRole('region', { name: 'Incidents', exact: true })).toContainText('No incident was open');
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download JSON' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^reports-iris-report-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.json$/);
  const report = MonitoringReport.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
  expect(report.traffic.totals).toMatchObject({ calls: 9, rows: 9, errors: 3 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByText(/made .* opened by /)).toBeVisible();
  await page.context().close();
});

test('a schedule makes a report by itself, which stays as it was', async ({ browser }) => {
  test.setTimeout(180_000);
  const page = await openAs(browser, 'scientist');
  await page.goto(PLACE);
  const panel = page.getByRole('dialog', { name: `Reports of ${MODEL}` });
  await expect(async () => {
    if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Set a schedule' }).click({ timeout: 2000 });
    await expect(panel).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(panel.getByText('mail is not configured. Set SMTP_URL')).toBeVisible();
  await choose(panel, 'Day', 'Wednesday');
  await panel.getByLabel('Hour (UTC)').fill('24');
  await panel.getByLabel('E-mail').fill('ana');
  await panel.getByRole('button', { name: 'Save the schedule' }).click();
  await expect(panel.getByText('A whole hour from 0 to 23.')).toBeVisible();
  await expect(panel.getByText('Up to ten addresses such as')).toBeVisible();
  await panel.getByLabel('Hour (UTC)').fill('6');
  await panel.getByLabel('E-mail').fill('ana@example.com');
  await panel.getByRole('button', { name: 'Save the schedule' }).click();
  await expect(panel).toHaveCount(0);
  const schedule = page.getByRole('region', { name: 'On schedule' });
  await expect(schedule).toContainText('Every Wednesday at 6:00 UTC, over the seven days before.');
  await expect(schedule).toContainText('Mailed to one address.');
  await ask(
    `update report_schedules set due_at = now() - interval '1 second'
     where model_id = (select id from models where name = $1) returning model_id`,
    [MODEL],
  );
  const row = page.getByRole('table', { name: 'Past reports' }).getByRole('row').nth(1);
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText('1 waiting', { timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  const [kept] = await ask<{ hour: number; day: number; days: number; id: string }>(
    `select r.id, extract(hour from to_at at time zone 'UTC')::int as hour, extract(isodow from to_at at time zone 'UTC')::int as day,
       extract(day from to_at - from_at)::int as days
     from monitoring_reports r join models m on m.id = r.model_id where m.name = $1`,
    [MODEL],
  );
  expect(kept).toMatchObject({ hour: 6, day: 3, days: 7 });
  await row.getByRole('link').click();
  await page.waitForURL(new RegExp(`saved=${kept?.id}$`));
  await expect(page.getByText('This report was made on schedule')).toBeVisible();
  await expectHealthy(page);
  await page.getByRole('link', { name: 'Show what is known now' }).click();
  await page.waitForURL((url) => !url.search.includes('saved'));
  await page.context().close();
});

test('a reviewer reads reports and sets nothing; a user has no such place', async ({ browser }) => {
  const reviewer = await openAs(browser, 'reviewer');
  await reviewer.goto(PLACE);
  await expect(reviewer.getByRole('table', { name: 'Past reports' })).toBeVisible();
  await expect(reviewer.getByRole('button', { name: /schedule/ })).toHaveCount(0);
  await expect(reviewer.getByText('Mailed to')).toHaveCount(0);
  await reviewer.context().close();
  const user = await openAs(browser, 'user');
  expect((await user.goto(PLACE))?.status()).toBe(404);
  await user.context().close();
});
