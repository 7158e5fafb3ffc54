import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { EXAMPLE_MODELS, type ExampleModel, exampleFile, parityCsv, readExample } from './example-models';
import { choose, expectHealthy, openAs, SLUG } from './people';

const chooseFile = (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) =>
  page.locator('input[type=file]').first().setInputFiles(file);

async function upload(page: Page, model: ExampleModel): Promise<void> {
  const file = exampleFile(model, 'model.onnx');
  await page.goto(`/p/${SLUG}/models/new`);
  await chooseFile(page, file);
  await page.getByLabel('Name of the model').fill(model);
  await page.getByRole('button', { name: 'Upload model' }).click();
  await page.waitForURL(`**/models/${model}/versions/1`, { timeout: 60_000 });
  await expectHealthy(page);
  const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  await expect(page.getByText(sha256.slice(0, 8)).first()).toBeVisible();
  await expect(page.getByText('Champion').first()).toBeVisible();
}

async function nameColumns(page: Page, model: ExampleModel): Promise<void> {
  await page.getByRole('link', { name: 'Name the columns' }).first().click();
  await page.waitForURL('**/columns');
  if (model === 'digits_conv') await page.getByLabel('Title of column 1').fill('Digit of 8 by 8 points');
  else {
    await chooseFile(page, exampleFile(model, 'train.csv'));
    await expect(page.getByText(/columns? learnt from \d+ rows/)).toBeVisible();
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The columns of version 1 are saved.')).toBeVisible();
}

async function compare(page: Page, model: ExampleModel): Promise<void> {
  const { csv, rows } = parityCsv(model);
  await page.goto(`/p/${SLUG}/models/${model}/versions/1/parity`);
  await chooseFile(page, { name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Compare rows' }).click();
  await expect(page.getByText(`${rows} of ${rows} rows agree.`)).toBeVisible();
}

async function document(page: Page, model: ExampleModel): Promise<void> {
  await page.goto(`/p/${SLUG}/models/${model}/card`);
  await page.getByRole('link', { name: 'Write the card' }).click();
  await page.getByLabel('Summary', { exact: true }).fill('Made to **learn** from. <script>alert(1)</script>');
  await page.getByLabel('Do not use it for', { exact: true }).fill('Decisions about people.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('The card of version 1 is published')).toBeVisible();
  await page.goto(`/p/${SLUG}/models/${model}/card`);
  await expect(page.locator('strong', { hasText: 'learn' })).toBeVisible();
  await expect(page.locator('main script')).toHaveCount(0);
}

/** Tries the first example row, and says that the answer was wrong. Returns the row's id. */
async function tryAndJudge(page: Page, model: ExampleModel): Promise<void> {
  const { task } = readExample(model);
  await page.goto(`/p/${SLUG}/models/${model}/try`);
  await page.getByRole('button', { name: /^Predict/ }).click();
  await expect(page.getByText('Kept in the log.')).toBeVisible();
  await page.getByRole('radio', { name: 'Wrong' }).click();
  if (task === 'regression') await page.getByLabel('What should it have been?').fill('42');
  else if (model === 'digits_conv') await choose(page, 'What was it?', '3');
  else await page.getByRole('group', { name: 'What was it?' }).getByRole('radio').first().click();
  await page.getByLabel('Why?').fill('seen with my own eyes');
  await page.getByRole('button', { name: 'Send feedback' }).click();
  await expect(page.getByText('Feedback kept.')).toBeVisible();
}

async function findInLog(page: Page, model: ExampleModel): Promise<void> {
  await page.goto(`/p/${SLUG}/models/${model}/predictions?feedback=wrong`);
  const rows = page.getByRole('table', { name: 'Predictions' }).getByRole('row');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByRole('link').first().click();
  await expect(page.getByText('seen with my own eyes').first()).toBeVisible();
}

for (const model of EXAMPLE_MODELS)
  test(`${model}: uploaded, named, compared, documented, tried, judged and found in the log`, async ({ browser }) => {
    const page = await openAs(browser, 'scientist');
    await test.step('upload', () => upload(page, model));
    await test.step('names', () => nameColumns(page, model));
    await test.step('parity', () => compare(page, model));
    await test.step('card', () => document(page, model));
    await test.step('try and judge', () => tryAndJudge(page, model));
    await test.step('log', () => findInLog(page, model));
    await page.context().close();
  });
