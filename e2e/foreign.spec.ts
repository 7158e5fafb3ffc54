import { spawnSync } from 'node:child_process';
import { expect, type Page, test } from '@playwright/test';
import { ask, call, makeKey } from './operator';
import { choose, openAs, SLUG } from './people';

const MODEL = 'loan-elsewhere';
const DAY = 86_400_000;
const DAYS = 12;
const A_DAY = 30;
const WORKER = { timeout: 150_000 };

test.describe.configure({ mode: 'serial', timeout: 200_000 });

let key = '';
test.beforeAll(async () => {
  key = makeKey('foreign', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
});

const base = `/p/${SLUG}/models/${MODEL}`;
const open = async (page: Page, place: string, heading: string | RegExp) => {
  await page.goto(`${base}${place}`);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
};

test('a model without a file is registered from a CSV file, and the line on the page sends a row', async ({
  browser,
}) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/models/new`);
  await page.getByRole('link', { name: 'Register it without a file.' }).click();
  await page.getByRole('button', { name: 'Register model' }).click();
  await expect(page.getByText('Name one column at least.')).toBeVisible();
  await page.getByLabel('Name of the model').fill(MODEL);
  await page.getByRole('textbox', { name: /^Classes/ }).fill('no, yes');
  const csv = 'id,income,region,label\n1,1200.5,north,no\n2,900,south,yes\n3,800,north,no\n4,700,south,no\n';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'loans.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(page.getByText('Left out, because they are no inputs: id, label.')).toBeVisible();
  await expect(page.getByLabel('Name of column 2')).toHaveValue('region');
  await expect(page.getByRole('combobox', { name: 'Kind of column 2' })).toContainText('category');
  await page.getByLabel('Unit of column 1').fill('EUR');
  await page.getByRole('button', { name: 'Add column' }).click();
  await page.getByLabel('Name of column 3').fill('note');
  await choose(page, 'Kind of column 3', 'text');
  await page.getByRole('button', { name: 'Register model' }).click();
  await expect(page.getByText(`${MODEL} is registered.`)).toBeVisible();
  const line = await page.locator('pre').first().textContent();
  const { status, stdout, stderr } = spawnSync('bash', ['-s'], {
    input: line ?? '',
    encoding: 'utf8',
    env: { ...process.env, IMPLANTA_KEY: key },
  });
  expect([status, stdout], stderr).toEqual([0, expect.stringContaining('"stored":1')]);
  await page.context().close();
});

test('calls are refused by every protocol, and no index says that it is ready', async () => {
  const tried = async (method: string, address: string, body?: object) => {
    const answer = await call(key, method, address, body);
    return [answer.status, await answer.text()] as const;
  };
  const [status, problem] = await tried('POST', `/api/models/${MODEL}/predict`, { rows: [{}] });
  expect([status, JSON.parse(problem).reason]).toEqual([409, 'served_elsewhere']);
  for (const [method, address, body] of [
    ['POST', `/v2/models/${MODEL}/infer`, { inputs: [] }],
    ['GET', `/v2/models/${MODEL}/ready`],
    ['POST', `/v1/models/${MODEL}:predict`, { instances: [[1]] }],
    ['POST', `/m/${MODEL}/invocations`, { instances: [[1]] }],
    ['POST', `/v2/repository/models/${MODEL}/load`, {}],
  ] as const) {
    const [code, text] = await tried(method, address, body);
    expect([address, code]).toEqual([address, 404]);
    expect(text).toContain('served elsewhere');
  }
  const [, index] = await tried('POST', '/v2/repository/index', {});
  expect(index).not.toContain(MODEL);
  expect((await tried('GET', '/api/health/ready'))[0]).toBe(200);
});

test('places that need a file say so, and the others open', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  for (const place of ['/try', '/versions/1', '/versions/1/parity', '/versions/1/evaluation', '/versions/new']) {
    await page.goto(`${base}${place}`);
    await expect(page.getByText(`${MODEL} is served elsewhere.`)).toBeVisible();
  }
  await open(page, '/api', /./);
  await expect(page.getByRole('heading', { name: 'Send predictions' })).toBeVisible();
  await open(page, '', MODEL);
  await expect(page.getByText('Served elsewhere', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Send predictions' })).toBeVisible();
  await page.goto(`/p/${SLUG}/models`);
  await expect(page.getByRole('row', { name: new RegExp(MODEL) })).toContainText('Served elsewhere');
  await page.context().close();
});

test('numbers of sent rows on the pages are those of the log', async ({ browser }) => {
  const reference = `income,region,note\n${Array.from({ length: 60 }, (_, i) => `${500 + 10 * i},${i % 2 ? 'north' : 'south'},x`).join('\n')}\n`;
  const made = await fetch(`${process.env.E2E_URL}/api/models/${MODEL}/versions/1/reference`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: reference,
  });
  expect(made.status, await made.text()).toBe(201);
  const midnight = Math.floor(Date.now() / DAY) * DAY;
  const lines = Array.from({ length: DAYS * A_DAY }, (_, i) => {
    const answer = i % 3 === 0 ? 'yes' : 'no';
    return JSON.stringify({
      id: `r${i}`,
      time: midnight - (DAYS - Math.floor(i / A_DAY)) * DAY + (i % A_DAY) * 60_000,
      income: 500 + (i % 60) * 10,
      region: i % 2 ? 'north' : 'west',
      note: 'x',
      prediction: answer,
      score: answer === 'yes' ? 0.8 : 0.3,
      label: i % 5 === 0 ? 'yes' : 'no',
    });
  });
  const send = async () => {
    const answer = await fetch(`${process.env.E2E_URL}/api/ingest?model=${MODEL}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    return answer.json();
  };
  const all = DAYS * A_DAY;
  expect(await send()).toMatchObject({ rows: all, stored: all, labels: all });
  expect(await send()).toMatchObject({ rows: all, stored: 0, repeated: all });

  const [said] = await ask<{ rows: number; yes: number; n: number; right: number }>(
    `select count(*)::int as rows, count(*) filter (where (p.outcomes ->> 0) = 'yes')::int as yes, count(l.id)::int as n,
       count(*) filter (where l.value = (p.outcomes ->> 0))::int as right
     from predictions p join models m on m.id = p.model_id left join labels l on l.prediction_id = p.id where m.name = $1`,
    [MODEL],
  );
  if (!said) throw new Error('the log has no rows');
  expect([said.rows, said.n]).toEqual([all + 1, all]);
  const page = await openAs(browser, 'scientist');
  await open(page, '/monitoring?range=28d&table=classes', 'Monitoring');
  const figure = page.getByRole('figure').filter({
    has: page.getByRole('heading', { name: new RegExp(`^Predictions by class 28 days, n = ${said.rows}$`) }),
  });
  await expect(figure.getByRole('row', { name: new RegExp(`^yes ${said.yes} `) })).toBeVisible();
  await expect(figure.getByRole('row', { name: new RegExp(`^no ${said.rows - said.yes} `) })).toBeVisible();

  await expect(async () => {
    await open(page, '/performance', 'Performance');
    const measures = page.getByRole('table', { name: 'Measures' });
    await expect(measures.getByRole('row', { name: /^Accuracy/ })).toContainText((said.right / said.n).toFixed(3), {
      timeout: 3000,
    });
    await expect(page.getByText(`${said.n} of ${said.rows} answered rows have a label`)).toBeVisible({ timeout: 3000 });
  }).toPass(WORKER);

  // The reference has no west: every second of the rows that came after it is unseen.
  const unseen = `${((100 * all) / 2 / said.rows).toFixed(1)}%`;
  await expect(async () => {
    await open(page, '/drift?range=28d', 'Drift');
    await expect(page.getByRole('table', { name: 'Inputs' }).getByRole('row', { name: /^region/ })).toContainText(
      unseen,
      {
        timeout: 3000,
      },
    );
  }).toPass(WORKER);
  await open(page, '/predictions?context=id:r7&range=28d', 'Predictions');
  await expect(page.getByRole('table', { name: 'Predictions' }).getByRole('row')).toHaveCount(2);
  await page.context().close();
});
