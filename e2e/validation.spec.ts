import { expect, type Page, test } from '@playwright/test';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { trainModel } from '@/lib/pure/trainers/train-model';
import { ask, call, makeKey, saveDataset } from './operator';
import { choose, expectHealthy, openAs, PEOPLE, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'validated-late';
const AT = `/p/${SLUG}/models/${MODEL}`;
const DATASET = 'Validated flights';
const REASON = 'the old server goes tonight';

let key = '';
let modelId = '';
let page: Page;

const random = mulberry32(11);
/** Flights of every three hours: wind and fog make late, and chance a little. */
const FLIGHTS = Array.from({ length: 700 }, (_, i) => {
  const [wind, fog] = [Math.round(300 * random()) / 10, Math.round(100 * random()) / 10];
  const at = new Date(Date.UTC(2026, 0, 1) + i * 3 * 3_600_000).toISOString();
  return { at, carrier: ['AA', 'DL', 'UA'][i % 3] ?? '', wind, fog, late: wind + 3 * fog + 4 * random() > 32 ? 1 : 0 };
});
const [LEARNT, LATER] = [FLIGHTS.slice(0, 400), FLIGHTS.slice(400)];

async function classifier(columns: readonly ('wind' | 'fog' | 'carrier')[]): Promise<Uint8Array> {
  const table = {
    columns: columns.map((name) => ({ name, values: LEARNT.map((row) => row[name]) })),
    target: LEARNT.map(({ late }) => String(late)),
  };
  return (await trainModel(table, { algorithm: 'logistic', task: 'classification', seed: 1 })).onnx;
}

interface StoredCheck {
  check: string;
  facts: Record<string, number | string>;
  measured: { low: number; high: number } | null;
}
const storedChecks = async (number: number): Promise<StoredCheck[]> => {
  const [row] = await ask<{ result: { measurements: StoredCheck[] } }>(
    `select result from validation_reports where model_id = $1 and version_number = $2 and kind = 'validation'
      order by created_at desc limit 1`,
    [modelId, number],
  );
  return row?.result.measurements ?? [];
};
const lineOf = (check: string) => page.locator(`[data-check="${check}"]`);
const championOf = async () =>
  (await ask<{ champion: number }>('select champion from models where id = $1', [modelId]))[0]?.champion;
const percent = (value: number | string | undefined) => `${(100 * Number(value)).toFixed(1)}%`;

test.beforeAll(async () => {
  key = makeKey('validation', 'write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  const send = async (bytes: Uint8Array) => {
    const answer = await call(key, 'PUT', `/api/models/${MODEL}/versions`, bytes);
    expect(answer.status, await answer.text()).toBe(201);
  };
  await send(await classifier(['wind', 'fog', 'carrier']));
  modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
  expect((await call(key, 'PUT', `/api/models/${MODEL}/deployment`, { newVersions: 'wait' })).status).toBe(200);
  await send(await classifier(['carrier', 'fog']));
  const csv = ['at,carrier,wind,fog,late', ...LATER.map((row) => Object.values(row).join(','))].join('\n');
  await saveDataset(key, DATASET, csv, { time: 'at' });
});

test('a scientist validates a version on later flights and reads why it fails', async ({ browser }) => {
  page = await openAs(browser, 'scientist');
  await page.goto(`${AT}/versions/2`);
  await page.getByRole('link', { name: /Validated/ }).click();
  await page.waitForURL('**/versions/2/validation');
  await expect(page.getByText('Not validated yet.')).toBeVisible();
  await choose(page, 'Dataset', new RegExp(DATASET));
  await page.getByRole('textbox', { name: /Groups that should/ }).fill('carrier');
  await page.getByRole('textbox', { name: /only rise with/ }).fill('fog');
  await page.getByRole('button', { name: 'Validate', exact: true }).click();
  await expect(page.getByText(/checks? fails?\. The gate does not let this version pass\./)).toBeVisible({
    timeout: 60_000,
  });
  const checks = await storedChecks(2);
  const factsOf = (check: string) => checks.find((one) => one.check === check)?.facts ?? {};
  expect(factsOf('single-rule')).toMatchObject({ column: 'fog' });
  const rule = lineOf('single-rule');
  await expect(rule).toContainText('fail');
  await expect(rule).toContainText('Beside the best rule on one column (fog ≤');
  await expect(rule).toContainText(`right in ${percent(factsOf('single-rule').own)} of the rows`);
  await expect(rule).toContainText(`n = ${factsOf('single-rule').n}, 95 % interval`);
  const champion = lineOf('champion');
  await expect(champion).toContainText(`is ${percent(factsOf('champion').value)} (n = 300`);
  expect(factsOf('champion').value).toBeLessThan(0);
  await expect(lineOf('score')).toContainText(percent(factsOf('score').value));
  await expect(lineOf('overlap')).toContainText('Overlap unknown');
  for (const check of ['determinism', 'batch-invariance', 'monotonicity', 'constant-output', 'dynamic-batch'])
    await expect(lineOf(check)).toContainText('pass');
  await expect(lineOf('fairness')).not.toContainText('not known');
  await expect(page.getByText(`On 300 of 300 rows of “${DATASET}”, version 1`)).toBeVisible();
  await expectHealthy(page);
});

test('the gate refuses the version, and says the same reasons', async () => {
  await page.goto(`${AT}/versions/2`);
  await expect(page.getByRole('link', { name: /Validated.*fail/ })).toBeVisible();
  await page.getByRole('button', { name: 'Make champion' }).click();
  await expect(page.getByText('The gate does not let it pass.')).toBeVisible();
  await expect(page.getByText(/Beside the best rule on one column \(fog ≤/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Do it all the same' })).toHaveCount(0);
  expect(await championOf()).toBe(1);
});

test('a scientist reads the rules, and an administrator sets one, which is kept', async ({ browser }) => {
  await page.goto(`${AT}/promotion/gate`);
  await expect(page.getByText('Administrators change these rules.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/promotion/gate`);
  await expect(administrator.getByText('The usual rules; nobody has changed them.')).toBeVisible();
  await administrator.getByRole('textbox', { name: 'Threshold of “Score”' }).fill('0.99');
  await administrator.getByRole('button', { name: 'Save' }).click();
  await expect(administrator.getByText('Revision 1, by ')).toBeVisible();
  await expectHealthy(administrator);
  await administrator.close();
  await page.goto(`${AT}/versions/2/validation`);
  await expect(lineOf('score')).toContainText('Rule: accuracy at least, or error at most 0.99.');
  await expect(lineOf('score')).toContainText('fail');
});

test('an administrator overrides with a reason, and the events show it', async ({ browser }) => {
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/versions/2`);
  await administrator.getByRole('button', { name: 'Make champion' }).click();
  await administrator.getByRole('button', { name: 'Do it all the same' }).click();
  const dialog = administrator.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON);
  await dialog.getByRole('button', { name: 'Do it all the same' }).click();
  await expect.poll(championOf).toBe(2);
  await administrator.goto(`/p/${SLUG}/events`);
  const row = administrator
    .getByRole('row')
    .filter({ hasText: `model:${MODEL}/2` })
    .filter({ hasText: 'champion' });
  await expect(row.first()).toContainText(PEOPLE.administrator.name);
  await row.first().getByRole('button').last().click();
  await expect(administrator.getByRole('row', { name: /^override/ })).toContainText(REASON);
  await expect(administrator.getByRole('row', { name: /^failedChecks/ })).toContainText('single-rule');
  await administrator.close();
  await page.context().close();
});
