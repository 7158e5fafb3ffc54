import { expect, type Page, test } from '@playwright/test';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample, saveDataset } from './operator';
import { openAs, SLUG } from './people';

const MODEL = 'lineage-iris';
const DATASET = 'lineage flowers';

test.describe.configure({ mode: 'serial', timeout: 120_000 });

test.beforeAll(async () => {
  const key = makeKey('lineage', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  const [tensor] = readExample('iris_logreg_zipmap').cases[0]?.inputs ?? [];
  const body = { inputs: [{ ...tensor, datatype: 'FP32' }] };
  expect((await call(key, 'POST', `/v2/models/${MODEL}/infer`, body)).status).toBe(200);
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${(i * 7) % 11},${i % 3 === 0 ? 'long' : 'short'}`);
  const datasetId = await saveDataset(key, DATASET, ['lineage_x,lineage_y,lineage_kind', ...rows].join('\n'));
  const recipe = { datasetId, method: { algorithm: 'logistic' } };
  expect((await call(key, 'PUT', `/api/models/${MODEL}/training-recipe`, recipe)).status).toBe(200);
  expect((await call(key, 'POST', `/api/models/${MODEL}/retrain`, {})).status).toBe(202);
  const at = `/api/models/${MODEL}/training-runs/1`;
  await expect
    .poll(async () => (await (await call(key, 'GET', at)).json()).state, { timeout: 60_000 })
    .toBe('finished');
  await drained();
});

const picture = (page: Page) => page.getByRole('region', { name: /^Lineage: / });
const node = (page: Page, id: string) => picture(page).locator(`[data-node="${id}"]`);

test('walks from a dataset to the version that learnt from it, and back', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/${MODEL}`);
  await page.getByRole('complementary').getByRole('link', { name: 'Lineage' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lineage' })).toBeVisible();
  await picture(page).getByRole('link', { name: DATASET }).click();
  await expect(page.getByRole('heading', { level: 1, name: DATASET })).toBeVisible();
  await page.goBack();
  await node(page, 'run-1').click();
  await page.waitForURL('**/training/1');
  await page.goBack();
  await node(page, 'version-2').click();
  await page.waitForURL('**/versions/2');
  await page.getByRole('complementary').getByRole('link', { name: 'Lineage' }).click();
  const [counted] = await ask<{ rows: string }>(
    `select sum(p.rows) as rows from predictions p join models m on m.id = p.model_id
     where m.name = $1 and p.version_number = 1 and p.shadow_of is null`,
    [MODEL],
  );
  await expect(node(page, 'predictions-1')).toContainText(
    Number(counted?.rows) === 1 ? 'one row' : `${counted?.rows} rows`,
  );
  await page.context().close();
});

test('the keyboard lights up the way of a node, and the table says the same', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await page.goto(`/p/${SLUG}/models/${MODEL}/lineage`);
  await picture(page).focus();
  await page.keyboard.press('Tab');
  await expect(picture(page).locator('a:focus')).toHaveAttribute('data-node', /^dataset-/);
  await expect(picture(page).locator('path.stroke-accent')).toHaveCount(2);
  const row = page.getByRole('table', { name: 'The same as a table' }).getByRole('row', { name: /^v2 Version/ });
  await expect(row.getByRole('cell').nth(3)).toHaveText('Run 1');
  // Who may not see training is led to the version that the run brought.
  await expect(node(page, 'run-1')).toHaveAttribute('href', /versions\/2$/);
  await page.context().close();
});

test('stands one under the other on a phone', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`/p/${SLUG}/models/${MODEL}/lineage`);
  const chain = page.getByRole('list', { name: 'v2', exact: true });
  await expect(chain.getByRole('link')).toContainText([DATASET, 'Run 1', 'v2']);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.context().close();
});
