import { expect, type Page, test } from '@playwright/test';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'sliced-classes';
const DAYS = 24;
const ROWS = 30;
/** A day that was just counted rests for ten times as long as that took, which other journeys may have made long. */
const WORKER = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 200_000 });

let key = '';

/** Rows held against their labels, with the site that callers named. */
const HELD = `
  with held as (
    select p.outcomes ->> l."row" as answer, l.value as truth, p.context -> l."row" ->> 'site' as site
    from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id where m.name = $1
  )`;

const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/performance`);
  await expect(page.getByRole('heading', { level: 1, name: 'Performance' })).toBeVisible();
};
const table = (page: Page, name: string) => page.getByRole('table', { name, exact: true });

test('labelled rows arrive of which one site is answered worse', async () => {
  key = makeKey('slices', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  const { cases } = readExample('breast_cancer_histgb');
  const name = cases[0]?.inputs[0]?.name ?? '';
  const examples = cases.flatMap(({ inputs: [tensor] }) => {
    const [count = 0, width = 0] = tensor?.shape ?? [];
    return Array.from({ length: count }, (_, row) => tensor?.data.slice(row * width, (row + 1) * width) ?? []);
  });
  const siteOf = (row: number) => (row % 3 === 0 ? 'south' : 'north');
  const texts = (of: string, values: string[]) => ({ name: of, shape: [ROWS], datatype: 'BYTES', data: values });
  for (let day = 0; day < DAYS; day++) {
    const rows = Array.from({ length: ROWS }, (_, i) => examples[(day * 7 + i) % examples.length] ?? []);
    const time = new Date(Date.UTC(2014, 4, 1 + day, 12)).toISOString();
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [
        {
          name,
          shape: [ROWS, rows[0]?.length ?? 0],
          datatype: 'FP32',
          data: rows.flat(),
        },
        texts('context.time', new Array(ROWS).fill(time)),
        texts(
          'context.site',
          rows.map((_, i) => siteOf(i)),
        ),
        texts(
          'context.entity',
          rows.map((_, i) => `case ${day}-${i}`),
        ),
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }
  await drained();
  const calls = await ask<{ id: string; outcomes: string[] }>(
    'select p.id, p.outcomes from predictions p join models m on m.id = p.model_id where m.name = $1 order by p.id',
    [MODEL],
  );
  expect(calls).toHaveLength(DAYS);
  const labels = calls.flatMap(({ id, outcomes }, day) =>
    outcomes.map((outcome, i) => {
      const isWrong = siteOf(i) === 'south' ? (i / 3 + day) % 2 === 0 : (i + day) % 12 === 0;
      return { predictionId: `${id}.${i}`, value: isWrong ? (outcome === '1' ? '0' : '1') : outcome };
    }),
  );
  for (const part of [labels.slice(0, 400), labels.slice(400)]) {
    const answer = await call(key, 'POST', '/api/labels', { labels: part });
    expect(answer.status, await answer.text()).toBe(200);
  }
});

test('columns are chosen, and one that names every row is refused with the reason', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page);
    await expect(page.getByText('No columns are chosen yet')).toBeVisible({ timeout: 3000 });
    await expect(page.getByText(`effective n ${DAYS} days`).first()).toBeVisible({ timeout: 1000 });
  }).toPass(WORKER);
  await page.getByRole('button', { name: 'Choose columns' }).click();
  const form = page.getByRole('form', { name: 'Columns of the slices' });
  const take = async (at: number, name: RegExp | string) => {
    await form.getByRole('combobox', { name: `Column ${at}` }).click();
    await page.getByRole('option', { name }).first().click();
  };
  await take(1, 'context.site');
  await form.getByRole('checkbox', { name: 'Look at fairness by context.site' }).check();
  await form.getByRole('button', { name: 'Add a column' }).click();
  await take(2, 'context.entity');
  await form.getByRole('button', { name: 'Save columns' }).click();
  await expect(form.getByText('Its 20 most frequent values are less than half of the rows.')).toBeVisible();
  await take(2, /_0$/);
  await form.getByRole('button', { name: 'Save columns' }).click();
  await expect(page.getByText('Columns saved.')).toBeVisible();
  await expect(form).toHaveCount(0);
  const [event] = await ask<{ after: { columns: { name: string }[] } }>(
    `select after from audit_events where action = 'slices.set' and object = $1 order by id desc limit 1`,
    [`model:${MODEL}`],
  );
  expect(event?.after.columns[0]?.name).toBe('site');
});

test('the weak site is found, told by other days, and its numbers are those of the raw log', async ({ browser }) => {
  const said = await ask<{ site: string; n: number; right: number; selected: number; tpr: number; fpr: number }>(
    `${HELD} select site, count(*)::int as n, avg((answer = truth)::int)::float8 as right,
       avg((answer = '1')::int)::float8 as selected,
       avg((answer = '1')::int) filter (where truth = '1')::float8 as tpr,
       avg((answer = '1')::int) filter (where truth = '0')::float8 as fpr
     from held group by site order by site desc`,
    [MODEL],
  );
  const [south, north] = said;
  if (!south || !north) throw new Error('the log has no sites');
  expect(south.n + north.n).toBe(DAYS * ROWS);
  const page = await openAs(browser, 'scientist');
  const row = (name: string, of: string) => table(page, of).getByRole('row', { name: new RegExp(`^${name} `) });
  await expect(async () => {
    await open(page);
    await expect(row('south', 'By slice')).toContainText(south.right.toFixed(3), { timeout: 3000 });
    await expect(page.getByText('Days are being counted')).toHaveCount(0, { timeout: 1000 });
  }).toPass(WORKER);
  await expect(row('south', 'By slice')).toContainText(`${south.n}`);
  await expect(row('south', 'By slice')).toContainText((south.right - north.right).toFixed(3));
  await expect(row('north', 'By slice')).toContainText(north.right.toFixed(3));

  const slices = page.getByRole('region', { name: 'By slice', exact: true });
  await choose(slices, 'Measure', 'Recall of 1');
  await expect(row('south', 'By slice')).toContainText(south.tpr.toFixed(3));
  await expect(row('north', 'By slice')).toContainText(north.tpr.toFixed(3));

  const weak = row('south', 'Weakest slices');
  await expect(weak).toContainText('context.site');
  await expect(weak).toContainText('worse there too');
  const texts = await weak.getByText(/\d+ rows, \d+ days/).allTextContents();
  const sum = (pattern: RegExp) => texts.reduce((all, text) => all + Number(pattern.exec(text)?.[1] ?? 0), 0);
  expect([sum(/(\d+) rows/), sum(/(\d+) days/)]).toEqual([south.n, DAYS]);

  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  for (const site of said) {
    const rates = row(site.site, 'Rates by context.site');
    for (const rate of [site.selected, site.tpr, site.fpr]) await expect(rates).toContainText(percent(rate));
  }
  const gap = row('False positive rate', 'Largest gaps by context.site');
  await expect(gap.getByRole('cell').nth(1)).toHaveText('south');
  await expect(gap.getByRole('cell').nth(2)).toHaveText('north');
  await expect(gap).toContainText((100 * (south.fpr - north.fpr)).toFixed(1));
  await expect(gap).toContainText((north.fpr / south.fpr).toFixed(2));

  await choose(page, 'Column', /_0$/);
  await expect(page).toHaveURL(/slices=input/);
  // Four quartile bands hold every labelled row once.
  const bands = table(page, 'By slice').locator('tbody tr');
  await expect(bands).toHaveCount(4);
  const counts = await bands.locator('td:nth-child(2)').allTextContents();
  expect(counts.reduce((all, text) => all + Number(text), 0)).toBe(DAYS * ROWS);
});

test('a reviewer reads the slices and may not choose them', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await open(page);
  await expect(table(page, 'By slice')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose columns' })).toHaveCount(0);
});
