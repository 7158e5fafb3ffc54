import { expect, type Page, test } from '@playwright/test';
import type { Performance } from '@/lib/domain/performance/schema';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'blocked-classes';
const DAYS = 20;
const ROWS = 30;
const MACHINES = 35;
/** A day that was just counted rests for ten times as long as that took, which other journeys may have made long. */
const WORKER = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 200_000 });

let key = '';
const read = async (): Promise<Performance> => (await call(key, 'GET', `/api/models/${MODEL}/performance`)).json();
const width = ({ result }: Performance) => {
  if (result?.kind !== 'classes') throw new Error('no classes');
  const { low, high } = result.measures.accuracy;
  return (high ?? Number.NaN) - (low ?? Number.NaN);
};

const open = async (page: Page) => {
  await page.goto(`/p/${SLUG}/models/${MODEL}/performance`);
  await expect(page.getByRole('heading', { level: 1, name: 'Performance' })).toBeVisible();
};
const blocks = (page: Page) => page.getByRole('region', { name: 'Rows that belong together' });
const accuracy = (page: Page) =>
  page.getByRole('table', { name: 'Measures', exact: true }).getByRole('row', { name: /^Accuracy / });

test('labelled rows arrive of machines, of which some are always answered wrongly', async () => {
  key = makeKey('blocks', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  const { cases } = readExample('breast_cancer_histgb');
  const name = cases[0]?.inputs[0]?.name ?? '';
  const examples = cases.flatMap(({ inputs: [tensor] }) => {
    const [count = 0, size = 0] = tensor?.shape ?? [];
    return Array.from({ length: count }, (_, row) => tensor?.data.slice(row * size, (row + 1) * size) ?? []);
  });
  const machineOf = (day: number, i: number) => (i * 11 + day * 3) % MACHINES;
  const texts = (of: string, values: string[]) => ({ name: of, shape: [ROWS], datatype: 'BYTES', data: values });
  for (let day = 0; day < DAYS; day++) {
    const rows = Array.from({ length: ROWS }, (_, i) => examples[(day * 7 + i) % examples.length] ?? []);
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [
        { name, shape: [ROWS, rows[0]?.length ?? 0], datatype: 'FP32', data: rows.flat() },
        texts('context.time', new Array(ROWS).fill(new Date(Date.UTC(2014, 4, 1 + day, 12)).toISOString())),
        texts(
          'context.entity',
          rows.map((_, i) => `machine ${machineOf(day, i)}`),
        ),
        texts(
          'context.site',
          rows.map((_, i) => (i % 3 === 0 ? 'south' : 'north')),
        ),
      ],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }
  await drained();
  const calls = await ask<{ id: string; outcomes: string[]; context: { entity: string }[] }>(
    `select p.id, p.outcomes, p.context from predictions p join models m on m.id = p.model_id
     where m.name = $1 order by p.id`,
    [MODEL],
  );
  const labels = calls.flatMap(({ id, outcomes, context }) =>
    outcomes.map((outcome, i) => {
      const machine = Number(context[i]?.entity.split(' ')[1]);
      return { predictionId: `${id}.${i}`, value: machine % 4 === 0 ? (outcome === '1' ? '0' : '1') : outcome };
    }),
  );
  for (const part of [labels.slice(0, 300), labels.slice(300)]) {
    const answer = await call(key, 'POST', '/api/labels', { labels: part });
    expect(answer.status, await answer.text()).toBe(200);
  }
});

test('a scientist says what rows belong together by, and blocks, effective n and intervals follow', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page);
    await expect(blocks(page)).toContainText(`effective n ${DAYS} days`, { timeout: 3000 });
  }).toPass(WORKER);
  await expect(blocks(page)).toContainText(`draw whole days again: ${DAYS} blocks`);
  const before = await read();
  await blocks(page).getByRole('button', { name: 'Choose' }).click();
  const form = page.getByRole('form', { name: 'Rows that belong together' });
  await choose(form, 'Rows belong together by', 'context.entity');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Choice saved.')).toBeVisible();
  const [said] = await ask<{ entities: number; days: number; n: number }>(
    `select count(distinct p.context -> l."row" ->> 'entity')::int as entities,
       count(distinct p.context -> l."row" ->> 'time')::int as days, count(*)::int as n
     from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id where m.name = $1`,
    [MODEL],
  );
  expect(said).toEqual({ entities: MACHINES, days: DAYS, n: DAYS * ROWS });
  await expect(async () => {
    await open(page);
    await expect(blocks(page)).toContainText(`Blocks: ${said?.entities} of context.entity`, { timeout: 3000 });
  }).toPass(WORKER);
  // Days are fewer than machines: the smaller number is the effective one, and the wider interval is shown.
  await expect(blocks(page)).toContainText(`UTC days: ${said?.days}.`);
  await expect(blocks(page)).toContainText(`effective n ${said?.days} days`);
  await expect(blocks(page)).toContainText('Drift is watched by days');
  await expect(accuracy(page)).toContainText('by context.entity');
  const after = await read();
  expect(after.blocks?.entity).toMatchObject({ blocks: MACHINES, rowsWithout: 0 });
  expect(width(after)).toBeGreaterThan(1.5 * width(before));
  const [event] = await ask<{ after: { entity: { name: string } } }>(
    `select after from audit_events where action = 'blocks.set' and object = $1 order by id desc limit 1`,
    [`model:${MODEL}`],
  );
  expect(event?.after.entity.name).toBe('entity');
});

test('two sites are too few blocks for an interval, and the page says so', async ({ browser }) => {
  await call(key, 'PUT', `/api/models/${MODEL}/performance/blocks`, { entity: { from: 'context', name: 'site' } });
  const page = await openAs(browser, 'scientist');
  await expect(async () => {
    await open(page);
    await expect(blocks(page)).toContainText('Blocks: 2 of context.site', { timeout: 3000 });
  }).toPass(WORKER);
  await expect(blocks(page)).toContainText('effective n 2 of context.site');
  await expect(
    page.getByText(`${DAYS * ROWS} labelled rows, effective n 2 of context.site: no intervals.`),
  ).toBeVisible();
  await expect(accuracy(page).getByRole('cell').nth(2)).toHaveText('–');
});

test('a reviewer reads it and may not choose', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await open(page);
  await expect(blocks(page)).toBeVisible();
  await expect(blocks(page).getByRole('button', { name: 'Choose' })).toHaveCount(0);
});
