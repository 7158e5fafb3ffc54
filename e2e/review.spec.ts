import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pythonOf } from './clients/python-environment';
import { readExample } from './example-models';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'reviewed-classes';
const QUEUE = 'Everything, twice';
const ROWS = 6;
/** Rows come in once they are surely in the log, a minute after they were answered. */
const COMES_IN = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const open = async (page: Page) => {
  const [queue] = await ask<{ id: string }>(
    'select q.id from review_queues q join models m on m.id = q.model_id where m.name = $1 and q.name = $2',
    [MODEL, QUEUE],
  );
  await page.goto(`/p/${SLUG}/review?queue=${queue?.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Queue' })).toHaveText(`${MODEL}: ${QUEUE}`);
};
const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 }).first();
/** The id of the row that the person holds, as its short form tells it in full. */
const heldRow = (page: Page) => page.locator('code[title]').first().getAttribute('title');

test('a scientist makes a queue on the page, and rows come in by its rules', async ({ browser }) => {
  const key = makeKey('reviews', 'predict,feedback,read,write');
  await registerExample(key, 'breast_cancer_histgb', MODEL);
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/review`);
  await page.getByRole('button', { name: 'New queue' }).click();
  const form = page.getByRole('dialog', { name: 'New queue' });
  await choose(form, 'Model', MODEL);
  await form.getByLabel('Name').fill(QUEUE);
  await form.getByLabel('Part of all rows').fill('100');
  await form.getByLabel('Reviews per row').fill('9');
  await form.getByLabel('How to decide').fill('**Malignant** is 0. When in doubt, say so.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/It is 5 at most/)).toBeVisible();
  await form.getByLabel('Reviews per row').fill('2');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const { cases } = readExample('breast_cancer_histgb');
  const name = cases[0]?.inputs[0]?.name ?? '';
  const rows = cases
    .flatMap(({ inputs: [tensor] }) => {
      const [count = 0, width = 0] = tensor?.shape ?? [];
      return Array.from({ length: count }, (_, row) => tensor?.data.slice(row * width, (row + 1) * width) ?? []);
    })
    .slice(0, ROWS);
  expect(rows).toHaveLength(ROWS);
  const entities = rows.map((_, i) => `patient ${i}`);
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
    inputs: [
      { name, shape: [ROWS, rows[0]?.length ?? 0], datatype: 'FP32', data: rows.flat() },
      { name: 'context.entity', shape: [ROWS], datatype: 'BYTES', data: entities },
    ],
  });
  expect(answer.status, await answer.text()).toBe(200);
  await drained();
  await open(page);
  await expect(page.getByText(`${ROWS} left`)).toBeVisible(COMES_IN);
});

test('a reviewer decides by keys alone, without seeing what was predicted', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await open(page);
  await expect(page.getByText('Blind review.')).toBeVisible();
  await expect(page.getByText('When in doubt, say so.')).toBeVisible();
  await expect(page.getByText(/v1 predicted/)).toHaveCount(0);
  const seen = new Set<string | null>();
  for (let i = 0; i < ROWS; i++) {
    await expect(page.getByText(/^Reserved for you until/)).toBeVisible();
    const row = await heldRow(page);
    expect(seen.has(row)).toBe(false);
    seen.add(row);
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    // What was hidden is told once it is saved, with the next item below.
    await expect(page.getByText(/you: .* v1 predicted/)).toBeVisible();
    if (i < ROWS - 1) await expect.poll(() => heldRow(page).then((next) => next !== row)).toBe(true);
  }
  await expect(page.getByText('Nothing waits for you here')).toBeVisible();
  const reviews = await ask<{ n: string; blind: string }>(
    `select count(*) n, count(*) filter (where r.is_blind) blind from reviews r join review_items i on i.id = r.item_id
     join models m on m.id = i.model_id where m.name = $1`,
    [MODEL],
  );
  expect(reviews).toEqual([{ n: String(ROWS), blind: String(ROWS) }]);
});

test('a second one disagrees once, takes it back, and a third settles it; labels follow', async ({ browser }) => {
  const second = await openAs(browser, 'scientist');
  await open(second);
  await expect(heading(second)).toContainText('patient');
  const disputed = (await heldRow(second)) ?? '';
  await second.keyboard.press('2');
  await second.keyboard.press('Enter');
  await expect(second.getByText('Reviewers differ: somebody else settles it')).toBeVisible();
  // Taken back and given again: the keyboard's Z.
  await expect(second.getByRole('button', { name: 'Undo last' })).toBeVisible();
  await second.keyboard.press('z');
  await expect.poll(() => heldRow(second)).toBe(disputed);
  await second.keyboard.press('2');
  await second.keyboard.press('Enter');
  await expect(second.getByText('Reviewers differ: somebody else settles it')).toBeVisible();
  for (let i = 1; i < ROWS; i++) {
    await expect(second.getByText(/^Reserved for you until/)).toBeVisible();
    const row = await heldRow(second);
    await second.keyboard.press('1');
    await second.keyboard.press('Enter');
    await expect(second.getByText('Settled', { exact: true }).first()).toBeVisible();
    if (i < ROWS - 1) await expect.poll(() => heldRow(second).then((next) => next !== row)).toBe(true);
  }
  const third = await openAs(browser, 'administrator');
  await open(third);
  await expect(third.getByText('Reviewers differ. Your decision settles it.')).toBeVisible();
  expect(await heldRow(third)).toBe(disputed);
  await third.keyboard.press('2');
  await third.keyboard.press('Enter');
  await expect(third.getByText('Nothing waits for you here')).toBeVisible();
  await third.getByRole('radio', { name: 'Settled' }).check();
  const table = third.getByRole('table', { name: 'Settled items' });
  await expect(table.getByRole('row')).toHaveCount(ROWS + 1);
  const labels = await ask<{ row: string; value: string; source: string; chance: number }>(
    `select l.prediction_id || '.' || l."row" as row, l.value, l.source, l.inclusion_probability chance from labels l
     join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id where m.name = $1`,
    [MODEL],
  );
  expect(labels).toHaveLength(ROWS);
  // All rows were drawn with a chance of 1: the labels speak for all.
  expect(labels.every(({ source, chance }) => source === 'random-sample' && chance === 1)).toBe(true);
  // scikit-learn's labels: 0 is malignant, the first of the model's classes.
  for (const { row, value } of labels) expect(value).toBe(row === disputed ? '1' : '0');
});

test('how far they agree is told, and how much is left', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await open(page);
  await page.getByRole('radio', { name: 'People' }).check();
  const pairs = page.getByRole('table', { name: 'Pairs of reviewers' });
  // Both reviewed all rows and differed in one.
  await expect(pairs.getByRole('row').nth(1)).toContainText(String(ROWS));
  await expect(pairs.getByRole('row').nth(1)).toContainText('83.3%');
  // Five rows of one class for both, and one on which one of them said the other: as often as chance would have it.
  await expect(pairs.getByRole('row').nth(1)).toContainText('0.00 95%: 0.00 to 0.00, 6 entities');
  await expect(page.getByText('α on a nominal scale: answers are equal or not.')).toBeVisible();
  const reviewers = page.getByRole('table', { name: 'Reviewers', exact: true });
  await expect(reviewers.getByRole('row')).toHaveCount(4);
  await expect(page.getByText(`n = ${ROWS} rows of ${ROWS} entities`).first()).toBeVisible();
  await expect(page.getByLabel('0 rows wait now.').first()).toBeVisible();
});

test('a scientist says that the classes have an order, and agreement is measured by it', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await open(page);
  await page.getByRole('button', { name: 'Change queue' }).click();
  const form = page.getByRole('dialog', { name: `Queue ${QUEUE}` });
  await choose(form, 'How answers are compared', 'Interval');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText(/the model answers no numbers/)).toBeVisible();
  await choose(form, 'How answers are compared', 'Ordinal');
  await form.getByLabel('Order of the classes').fill('1\n0');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  const [saved] = await ask<{ scale: string; order: string[] }>(
    'select scale, class_order as "order" from review_queues where id = $1',
    [await queueId(QUEUE)],
  );
  expect(saved).toEqual({ scale: 'ordinal', order: ['1', '0'] });
  await page.getByRole('radio', { name: 'People' }).check();
  await expect(page.getByText('Order: 1 < 0. κ takes classes as unordered.')).toBeVisible();
});

const queueId = async (name: string) =>
  (
    await ask<{ id: string }>(
      'select q.id from review_queues q join models m on m.id = q.model_id where m.name = $1 and q.name = $2',
      [MODEL, name],
    )
  )[0]?.id ?? '';

test('what was settled goes out for training by default, and comes back from Label Studio on the page', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await open(page);
  await page.getByRole('radio', { name: 'Settled' }).check();
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export what was settled' });
  const save = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Download' }).click(),
    ]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const trained = await save();
  expect(trained.name).toBe('reviews-train.csv');
  const [rows] = await ask<{ n: string }>(
    `select count(*) n from review_items where queue_id = $1 and destination = 'train' and state = 'settled'`,
    [await queueId(QUEUE)],
  );
  expect(fs.readFileSync(trained.path, 'utf8').trimEnd().split('\r\n')).toHaveLength(Number(rows?.n) + 1);
  await dialog.getByRole('radio', { name: /^All/ }).check();
  await choose(dialog, 'Format', 'Label Studio');
  const tasks = await save();
  expect(JSON.parse(fs.readFileSync(tasks.path, 'utf8'))).toHaveLength(ROWS);
  await dialog.getByRole('button', { name: 'Close' }).click();
  // Another queue of the model takes the same reviews.
  const key = makeKey('another queue', 'write');
  const made = await call(key, 'POST', `/api/models/${MODEL}/review-queues`, {
    name: 'From Label Studio',
    rules: { complaints: false },
    reviewsWanted: 2,
  });
  expect(made.status).toBe(201);
  const other = await queueId('From Label Studio');
  await page.goto(`/p/${SLUG}/review?queue=${other}&view=settled`);
  await page.getByRole('button', { name: 'Import' }).click();
  const form = page.getByRole('dialog', { name: 'Import reviews' });
  await form
    .locator('input[type=file]')
    .setInputFiles({ name: 'tasks.json', mimeType: 'application/json', buffer: fs.readFileSync(tasks.path) });
  await form.getByRole('button', { name: 'See what would be written' }).click();
  const all = 2 * ROWS + 1;
  await expect(form.getByText(`${all} reviews would be written`)).toBeVisible();
  expect(await ask('select id from review_items where queue_id = $1', [other])).toEqual([]);
  await form.getByRole('button', { name: `Write ${all} reviews` }).click();
  await expect(form.getByText(`${all} reviews were written`)).toBeVisible();
  await form.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('table', { name: 'Settled items' }).getByRole('row')).toHaveCount(ROWS + 1);
  const said = (id: string) =>
    ask(
      `select i.prediction_id, i."row", r.reviewer_name, r.decision, r.value, i.value as settled from reviews r
       join review_items i on i.id = r.item_id where i.queue_id = $1 and r.taken_back_at is null order by i."row", r.id`,
      [id],
    );
  expect(await said(other)).toEqual(await said(await queueId(QUEUE)));
});

if (process.env.WITHOUT_PYTHON !== '1')
  test("Label Studio's and Argilla's own clients read the files, and what Argilla writes comes back", async () => {
    // The first run on a machine fetches the packages.
    test.setTimeout(600_000);
    const key = makeKey('labelling tools', 'read,write');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'labelling-'));
    for (const format of ['label-studio', 'argilla']) {
      const file = await call(
        key,
        'GET',
        `/api/review-queues/${await queueId(QUEUE)}/export?split=all&format=${format}`,
      );
      expect(file.status).toBe(200);
      fs.writeFileSync(path.join(folder, `${format}.json`), await file.text());
    }
    const script = path.join(import.meta.dirname, 'clients/labelling_tools.py');
    const { status, stdout, stderr } = spawnSync(pythonOf('labelling'), [script, folder, '0', '1'], {
      encoding: 'utf8',
      timeout: 80_000,
    });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({ tasks: ROWS, records: ROWS });
    const again = JSON.parse(fs.readFileSync(path.join(folder, 'argilla-again.json'), 'utf8'));
    fs.rmSync(folder, { recursive: true });
    const other = await queueId('From Label Studio');
    const reply = await call(key, 'POST', `/api/review-queues/${other}/import?format=argilla&dryRun=1`, again);
    // All of them are settled there already.
    expect(await reply.json()).toMatchObject({ isWritten: false, tasks: ROWS, reviews: 0, late: 2 * ROWS + 1 });
  });

test('the error by the random sample is told, as SQL has it', async ({ browser }) => {
  const [wrong] = await ask<{ n: string }>(
    `select count(*) n from review_items i join predictions p on p.id = i.prediction_id
     where i.queue_id = $1 and i.state = 'settled' and (p.outcomes ->> i."row") <> i.value`,
    [await queueId(QUEUE)],
  );
  const page = await openAs(browser, 'scientist');
  await open(page);
  await page.getByRole('radio', { name: 'Insight' }).check();
  const errors = page.getByRole('table', { name: 'Estimated error by version' });
  await expect(errors.getByRole('row').nth(1)).toContainText(`${((100 * Number(wrong?.n)) / ROWS).toFixed(1)}%`);
  await expect(errors.getByRole('row').nth(1)).toContainText(`${ROWS} of ${ROWS} drawn`);
  await expect(page.getByText(`${ROWS} of ${ROWS} answered rows, last 90 days`)).toBeVisible();
});

test('a row is sent to review from its own page', async ({ browser }) => {
  const [row] = await ask<{ id: string }>(
    'select p.id from predictions p join models m on m.id = p.model_id where m.name = $1 limit 1',
    [MODEL],
  );
  const page = await openAs(browser, 'reviewer');
  await page.goto(`/p/${SLUG}/predictions/${row?.id}.0`);
  await page.getByRole('button', { name: 'Send to review' }).click();
  await page.getByRole('link', { name: `The row waits in the queue ${QUEUE}.` }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Review' })).toBeVisible();
});

test('a link from a row lets somebody without an account judge it once', async ({ browser }) => {
  // A row of its own: what a review has settled is changed by nobody.
  const [input] = readExample('breast_cancer_histgb').cases[0]?.inputs ?? [];
  const width = input?.shape[1] ?? 0;
  const answer = await call(makeKey('linked-row', 'predict'), 'POST', `/v2/models/${MODEL}/infer`, {
    inputs: [{ name: input?.name, shape: [1, width], datatype: 'FP32', data: input?.data.slice(0, width) }],
  });
  expect(answer.status, await answer.text()).toBe(200);
  await drained();
  const id = answer.headers.get('x-prediction-id');
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/predictions/${id}.0`);
  await page.getByRole('button', { name: 'Link for somebody outside' }).click();
  const address = await page.getByText(/\/f\/[\w.-]+$/).textContent();
  const visitor = await (await browser.newContext()).newPage();
  const { pathname } = new URL(address ?? '');
  await visitor.goto(pathname);
  await expect(visitor.getByRole('heading', { level: 1 })).toContainText(MODEL);
  await visitor.getByRole('radio', { name: 'Wrong' }).check();
  await visitor.getByLabel('Why?').fill('It was somebody else.');
  await visitor.getByRole('button', { name: 'Send feedback' }).click();
  await expect(visitor.getByText('You have judged this answer.')).toBeVisible();
  const given = await ask('select verdict, reason, given_by from feedback where prediction_id = $1', [id]);
  expect(given).toEqual([{ verdict: 'wrong', reason: 'It was somebody else.', given_by: 'link' }]);
  // They may say it anew or take it back while the link lives, and then it gives nothing more. A slow phone shows the
  // text some time before the page is awake.
  const phone = await visitor.context().newCDPSession(visitor);
  await phone.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await visitor.goto(pathname);
  await visitor.getByLabel('Why?').fill('It was me.');
  await phone.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await visitor.getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => ask('select reason from feedback where prediction_id = $1', [id]))
    .toEqual([{ reason: 'It was me.' }]);
  await visitor.getByRole('button', { name: 'Withdraw' }).click();
  await visitor.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(visitor.getByText('What you said is withdrawn. Thank you.')).toBeVisible();
  expect(await ask('select 1 from feedback where prediction_id = $1', [id])).toEqual([]);
  await visitor.goto(pathname);
  await expect(visitor.getByText('What was said by it was withdrawn: a link works once.')).toBeVisible();
});
