import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded-postgres';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { choose, openAs, SLUG } from './people';

test.describe.configure({ mode: 'serial' });

const MODEL = 'pulled-iris';
const SECRET = `reader-${randomUUID()}`;
const ADDRESS = `/api/models/${MODEL}/label-sources`;

/** The owner's own database, another server than the product's. */
let theirs: EmbeddedPostgres;
let owner: pg.Client;
let folder = '';
let key = '';
let ids: string[] = [];

test.beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-theirs-'));
  fs.chmodSync(folder, 0o755);
  theirs = await startEmbeddedPostgres({ dataRoot: folder, password: 'owner', fast: true });
  owner = new pg.Client({ connectionString: theirs.url });
  await owner.connect();
  await owner.query(`
    create table outcomes (row_id text, species text, known_at timestamptz default now());
    create role reader login password '${SECRET}';
    grant select on outcomes to reader`);
  key = makeKey('label sources', 'predict,write,read');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  const data = [5.1, 3.5, 1.4, 0.2];
  const rows = Array.from({ length: 4 }, () => data).flat();
  const answer = await call(key, 'POST', `/v2/models/${MODEL}/infer`, {
    inputs: [{ name: 'X', shape: [4, 4], datatype: 'FP32', data: rows }],
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  ids = [0, 1, 2, 3].map((row) => `${answer.headers.get('x-prediction-id')}.${row}`);
  await drained();
});
test.afterAll(async () => {
  await owner.end();
  await theirs.stop();
  fs.rmSync(fs.realpathSync(path.join(folder, 'postgres')), { recursive: true, force: true });
  fs.rmSync(folder, { recursive: true, force: true });
});

const know = (id: string | undefined, species: string) =>
  owner.query('insert into outcomes (row_id, species) values ($1, $2)', [id, species]);
const kept = () =>
  ask<{ value: string; source: string }>(
    `select l.value, l.source from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id
     where m.name = $1 order by l."row"`,
    [MODEL],
  );

async function open(page: Page) {
  await page.goto(`/p/${SLUG}/models/${MODEL}/performance`);
  return page.getByRole('region', { name: 'Labels pulled on a schedule' });
}

test('a source is tried, saved and pulled, and its numbers are those of the database', async ({ browser }) => {
  await know(ids[0], '0');
  await know(ids[1], '0');
  await know(randomUUID(), '1');
  await know(ids[2], 'a rose');
  const page = await openAs(browser, 'administrator');
  const section = await open(page);
  await expect(section.getByText('it can be pulled from there every hour or every day')).toBeVisible();
  await section.getByRole('button', { name: 'Add a source' }).click();
  const form = page.getByRole('dialog', { name: 'Add a label source' });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('Give it a name of up to 60 characters.')).toBeVisible();
  await form.getByLabel('Name', { exact: true }).fill('warehouse');
  await form.getByRole('textbox', { name: 'Address' }).fill(theirs.url.replace(/\/\/[^@]*@/, '//reader@'));
  await form.getByLabel('Password').fill('not the password');
  await form.getByRole('textbox', { name: 'SELECT' }).fill('select row_id, species from outcomes where known_at > $1');
  await form.getByLabel('Column of the key').fill('row_id');
  await form.getByLabel('Column of the truth').fill('specie');
  await form.getByRole('button', { name: 'Try' }).click();
  await expect(form.getByText('The database does not let this user in.')).toBeVisible();
  await form.getByLabel('Password').fill(SECRET);
  await form.getByRole('button', { name: 'Try' }).click();
  await expect(form.getByText('The statement gives: row_id, species.')).toBeVisible();
  await form.getByLabel('Column of the truth').fill('species');
  await form.getByRole('button', { name: 'Try' }).click();
  await expect(form.getByText('4 rows would get a label.')).toBeVisible();
  await expect(form.getByText('One key of 4 found no row.')).toBeVisible();
  await expect(form.getByText('One label is nothing that the model can answer.')).toBeVisible();
  expect(await kept()).toEqual([]);
  await choose(form, 'What kind of labels', /^Review/);
  await form.getByText('Every day', { exact: true }).click();
  await form.getByLabel('At hour (UTC)').fill('5');
  await form.getByRole('button', { name: 'Save' }).click();
  const source = section.getByRole('listitem', { name: 'warehouse' });
  await expect(source.getByText('Every day at 5:00 UTC, joined by row id, source review.')).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);
  await source.getByRole('button', { name: 'Run warehouse now' }).click();
  await expect(source.getByText('4 rows got their labels.')).toBeVisible();
  expect(await kept()).toEqual(['0', '0', 'a rose'].map((value) => ({ value, source: 'review' })));
  await page.reload();
  await expect(source.getByText('4 rows got their labels, from 4 lines. One key found no row.')).toBeVisible();
  await know(ids[3], '2');
  await source.getByRole('button', { name: 'Run warehouse now' }).click();
  await expect(source.getByText('One row got its label.')).toBeVisible();
  expect(await kept()).toHaveLength(4);
  await page.context().close();
});

test('the worker pulls what is due, and says what failed', async ({ browser }) => {
  const due = () => ask(`update label_sources set due_at = now() where name = 'warehouse' returning id`);
  await know(ids[0], '1');
  await due();
  const page = await openAs(browser, 'reviewer');
  const source = (await open(page)).getByRole('listitem', { name: 'warehouse' });
  const outcome = async () => (await (await call(key, 'GET', ADDRESS)).json()).sources[0].last.outcome;
  await expect.poll(outcome, { timeout: 30_000 }).toMatchObject({ kind: 'written', lines: 1, replaced: 1 });
  expect((await kept())[0]).toEqual({ value: '1', source: 'review' });
  await owner.query('alter table outcomes rename to archived');
  await due();
  await expect.poll(outcome, { timeout: 30_000 }).toMatchObject({ kind: 'failed', fault: 'statement' });
  await page.reload();
  await expect(source.getByText('The database does not take the statement.')).toBeVisible();
  await expect(source.getByText('relation "outcomes" does not exist')).toBeVisible();
  await expect(source.getByRole('button')).toHaveCount(0);
  await owner.query('alter table archived rename to outcomes');
  await page.context().close();
});

test('a scientist changes and deletes it, but brings no secret to another address', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  const section = await open(page);
  await section.getByRole('button', { name: 'Change warehouse' }).click();
  const form = page.getByRole('dialog', { name: 'Label source warehouse' });
  await expect(form.getByLabel('Password')).toHaveValue('');
  await form.getByLabel('Pull by itself').click();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(section.getByRole('listitem', { name: 'warehouse' }).getByText('Off')).toBeVisible();
  await section.getByRole('button', { name: 'Change warehouse' }).click();
  await form.getByRole('textbox', { name: 'Address' }).fill('postgres://reader@10.0.0.1/d');
  await form.getByRole('button', { name: 'Try' }).click();
  await expect(form.getByText(/inside a private network/)).toBeVisible();
  await form.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).last().click();
  await expect(section.getByRole('listitem')).toHaveCount(0);
  expect(await kept()).toHaveLength(4);
  await page.context().close();
});
