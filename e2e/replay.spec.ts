import { expect, test } from '@playwright/test';
import { mixedRows } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

const MODEL = 'replayed-classes';
const AT = `/p/${SLUG}/models/${MODEL}`;
const CALLS = 5;
const ROWS = 40;

test.describe.configure({ mode: 'serial', timeout: 120_000 });

/** Rows that the champion and its shadow answered differently, by the log. */
async function apart(): Promise<{ id: string; rows: number; different: number }> {
  const found = await ask<{ id: string; row: number; a: string; b: string }>(
    `select p.id, o.row - 1 as row, o.outcome as a, s.outcomes ->> (o.row - 1)::int as b
     from predictions p join predictions s on s.shadow_of = p.id join models m on m.id = p.model_id,
       json_array_elements_text(p.outcomes) with ordinality as o(outcome, row)
     where m.name = $1 order by p.id desc, o.row desc`,
    [MODEL],
  );
  const different = found.filter(({ a, b }) => a !== b);
  const [newest] = different;
  return { id: `${newest?.id}.${newest?.row}`, rows: found.length, different: different.length };
}

test.beforeAll(async () => {
  const key = makeKey('replay', 'predict,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  await registerExample(key, 'breast_cancer_xgboost', MODEL);
  const deployed = await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { shadow: 1 });
  expect(deployed.status, await deployed.text()).toBe(200);
  const rows = mixedRows(CALLS * ROWS);
  for (let at = 0; at < CALLS; at++) {
    const data = rows.slice(at * ROWS, (at + 1) * ROWS).flat();
    const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
      inputs: [{ name: 'float_input', shape: [ROWS, 30], datatype: 'FP32', data }],
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
  }
  await drained();
});

test('a replay says what the other version really said beside, and nothing of it is logged', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  const [model] = await ask<{ champion: number }>('select champion from models where name = $1', [MODEL]);
  const shadow = model?.champion === 1 ? 2 : 1;
  await page.goto(`${AT}/predictions`);
  await page.getByRole('link', { name: 'Replay a window' }).click();
  await expect(page.getByText('Nothing was replayed yet')).toBeVisible();
  await choose(page.locator('main'), 'Version', `version ${shadow}`);
  await page.getByRole('button', { name: 'Replay' }).click();
  const { rows, different } = await apart();
  expect(rows).toBe(CALLS * ROWS);
  expect(different).toBeGreaterThan(0);
  await expect(page.getByText(`${different} of ${rows} rows get another answer`)).toBeVisible({ timeout: 60_000 });
  const changes = page.getByRole('table', { name: 'Which answers became which' });
  const counts = await changes.getByRole('row').allInnerTexts();
  expect(counts.slice(1).reduce((sum, line) => sum + Number(line.trim().split(/\s+/).at(-1)), 0)).toBe(different);
  await expect(page.getByRole('table', { name: 'By day' }).getByRole('row')).toHaveCount(2);
  await expectHealthy(page);
  const [logged] = await ask<{ n: number }>(
    'select count(*)::int as n from predictions p join models m on m.id = p.model_id where m.name = $1',
    [MODEL],
  );
  expect(logged?.n).toBe(2 * CALLS);
});

test('the page of a row asks every version, and names the one since which the answer is another', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  const { id } = await apart();
  await page.goto(`/p/${SLUG}/predictions/${id}`);
  await page.getByRole('button', { name: 'Ask all versions' }).click();
  await expect(page.getByText(/gives the same bits again/)).toBeVisible();
  await expect(page.getByText('The answer is another one since version 2.')).toBeVisible();
  const table = page.getByRole('table', { name: 'Every version on this row' });
  const answers = (await table.getByRole('row').allInnerTexts()).slice(1);
  expect(answers).toHaveLength(2);
  await expect(table.getByRole('link', { name: 'Compare' })).toHaveAttribute('href', `${AT}/compare?a=1&b=2`);
  await expectHealthy(page);
});
