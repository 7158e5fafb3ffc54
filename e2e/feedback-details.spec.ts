import fs from 'node:fs';
import { expect, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { ask, call, drained, makeKey } from './operator';
import { choose, expectHealthy, openAs, PEOPLE, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'detailed-iris';
const AT = `/p/${SLUG}/models/${MODEL}`;
const COLUMNS = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
const SCORE = `clarity ${Date.now()}`;

let key = '';
let modelId = '';
/** What the user judges. */
let row = '';

const inputs = [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: [5.9, 3.2, 4.8, 1.8] }];
async function predict(): Promise<string> {
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, { inputs });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return `${answer.headers.get('x-prediction-id')}.0`;
}
const standing = (id: string) =>
  ask<{ verdict: string; severity: string; fields: unknown; scores: Record<string, number> }>(
    'select verdict, severity, fields, scores from feedback where prediction_id = $1',
    [id.slice(0, 36)],
  );
test.beforeAll(async () => {
  key = makeKey('feedback details', 'predict,write,read,feedback');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  const file = fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx'));
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, file)).status).toBe(201);
  modelId = (await (await call(key, 'GET', `/api/models/${MODEL}`)).json()).id;
  const columns = COLUMNS.map((name, index) => ({ input: 'X', index, name, kind: 'number' }));
  const examples = [Object.fromEntries(COLUMNS.map((name, i) => [name, inputs[0]?.data[i]]))];
  const classNames = { 0: 'setosa', 1: 'versicolor', 2: 'virginica' };
  const saved = await call(key, 'PUT', `/api/models/${MODEL}/versions/1/overlay`, { columns, classNames, examples });
  expect(saved.status, await saved.clone().text()).toBe(200);
});

test('a scientist has the project ask for a score', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/settings/scores`);
  await expectHealthy(page);
  await page.getByRole('button', { name: 'Add a score' }).first().click();
  await page.getByLabel('Score', { exact: true }).fill(SCORE);
  await page.getByLabel(/^Least/).fill('1');
  await page.getByLabel(/^Most/).fill('5');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name: new RegExp(SCORE) })).toContainText('from 1 to 5');
});

test('a user says how bad an answer is, which field is wrong and how clear it was', async ({ browser }) => {
  const page = await openAs(browser, 'user');
  await page.goto(`${AT}/try`);
  await page.getByRole('button', { name: /^Predict/ }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get('row')).not.toBeNull();
  row = new URL(page.url()).searchParams.get('row') ?? '';
  await page.getByRole('radio', { name: 'Wrong' }).click();
  await page.getByRole('radio', { name: 'versicolor' }).click();
  await page.getByRole('radio', { name: 'Serious' }).click();
  await page.getByRole('button', { name: 'A field of the row is wrong' }).click();
  await choose(page, 'Field', 'petal_length');
  await page.getByLabel('Right value').fill('4.5');
  await page.getByLabel(new RegExp(`^${SCORE}`)).fill('4');
  await page.getByRole('button', { name: 'Send feedback' }).click();
  await expect(page.getByText('Feedback kept.')).toBeVisible();
  expect(await standing(row)).toEqual([
    {
      verdict: 'wrong',
      severity: 'serious',
      fields: [{ field: 'petal_length', problem: 'mistyped', value: '4.5' }],
      scores: { [SCORE]: 4 },
    },
  ]);
});

test('they change it on the page of the row, withdraw it, and what was said stays to be read', async ({ browser }) => {
  await drained();
  const page = await openAs(browser, 'user');
  await page.goto(`/p/${SLUG}/predictions/${row}`);
  await expect(page.getByText('petal_length: mistyped, should be 4.5')).toBeVisible();
  await page.getByRole('radio', { name: 'Minor' }).click();
  await page.getByRole('button', { name: 'Save the change' }).click();
  await expect(page.getByText('Feedback kept.')).toBeVisible();
  expect(await standing(row)).toMatchObject([{ severity: 'minor' }]);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('Withdrawn. It counts no more')).toBeVisible();
  expect(await standing(row)).toEqual([]);
  await page.reload();
  const before = page.getByRole('list', { name: 'Said before' });
  await expect(
    before.getByRole('listitem').filter({ hasText: `${PEOPLE.user.name} withdrew: Wrong, Minor` }),
  ).toBeVisible();
  await expect(before.getByText(`${PEOPLE.user.name} changed: Wrong, Serious`)).toBeVisible();
});

test('a file is looked at by line, its good lines are written, and the list and the scores say the same as the database', async ({
  browser,
}) => {
  const rows = await Promise.all([1, 2, 3].map(predict));
  await drained();
  const csv = [
    `row,verdict,severity,field,problem,score.${SCORE}`,
    `${rows[0]},wrong,serious,petal_width,wrong-unit,2`,
    `${rows[1]},right,,,,5`,
    `${rows[2]},wrong,serious,stem,mistyped,3`,
  ].join('\n');
  const page = await openAs(browser, 'scientist');
  await page.goto(`${AT}/feedback`);
  await page.getByRole('button', { name: 'From a file' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'verdicts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await dialog.getByRole('button', { name: 'Look at it' }).click();
  await expect(dialog.getByText('Line 4, field: it must be one of the fields sepal_length')).toBeVisible();
  await dialog.getByLabel('Write the 2 lines that fit').check();
  await dialog.getByRole('button', { name: 'Write 2 lines' }).click();
  await expect(dialog.getByText('2 lines written')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();

  const [serious] = await ask<{ n: number }>(
    `select count(*)::int as n from feedback where model_id = $1 and severity = 'serious'`,
    [modelId],
  );
  await page.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: `Serious (${serious?.n})` }).click();
  await expect(page).toHaveURL(/severity=serious/);
  const table = page.getByRole('table', { name: 'Feedback' });
  await expect(table.getByRole('row')).toHaveCount((serious?.n ?? 0) + 1);
  await expect(table).toContainText('petal_width: wrong unit');
  await choose(page, 'Field', /petal_width/);
  await expect(page).toHaveURL(/field=petal_width/);
  const [score] = await ask<{ n: number; mean: number }>(
    'select count(*)::int as n, avg((scores ->> $2)::float8) as mean from feedback where model_id = $1 and scores ? $2',
    [modelId, SCORE],
  );
  expect(score).toEqual({ n: 2, mean: 3.5 });
  const line = page.getByRole('table', { name: 'Scores' }).getByRole('row', { name: new RegExp(SCORE) });
  await expect(line.getByRole('cell').nth(1)).toHaveText('mean 3.5');
  await expect(line.getByRole('cell').nth(3)).toHaveText('2');
});

test('people talk about the row, and the bell says so', async ({ browser }) => {
  const reviewer = await openAs(browser, 'reviewer');
  await reviewer.goto(`/p/${SLUG}/predictions/${row}`);
  const thread = reviewer.getByRole('region', { name: 'Thread' });
  const user = await openAs(browser, 'user');
  await user.goto(`/p/${SLUG}/predictions/${row}`);
  await user.getByLabel('Comment').fill('I read it off the **old** form.');
  await user.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(user.getByRole('region', { name: 'Thread' }).locator('strong', { hasText: 'old' })).toBeVisible();
  await thread.getByLabel('Comment').fill('Thank you, the form is mended.');
  await thread.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.getByRole('button', { name: 'Resolve' }).click();
  await expect(thread.getByText('Resolved', { exact: true })).toBeVisible();
  await user.reload();
  await user.getByRole('button', { name: /Notifications|notifications/ }).click();
  await expect(user.getByText(`${PEOPLE.reviewer.name} wrote about an answer of ${MODEL}`)).toBeVisible();
  await expect(user.getByText(`${PEOPLE.reviewer.name} resolved the thread about an answer of ${MODEL}`)).toBeVisible();
});

test('a webhook is added in the settings, shows its secret once and says what became of a test', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/settings/webhooks`);
  await page.getByRole('button', { name: 'Add a webhook' }).first().click();
  const name = `desk ${Date.now()}`;
  await page.getByLabel('Name').fill(name);
  // Nobody answers there: the name leads nowhere.
  await page.getByLabel('Address').fill('https://hooks.implanta.invalid/feedback');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText(/^whs_/)).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: `Open ${name}` }).click();
  await page.getByRole('button', { name: /test/i }).click();
  await expect(page.getByText(/“test” did not reach hooks\.implanta\.invalid/)).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).last().click();
  await expect(page.getByRole('button', { name: `Open ${name}` })).toHaveCount(0);
});
