import { expect, test } from '@playwright/test';
import { ask, call, drained, makeKey, registerExample } from './operator';
import { expectHealthy, openAs, SLUG } from './people';

const MODEL = 'personal-context';
const MAIL = 'kx41@example.org';
const PERSON = 'Ana kx41';
const ROW = [5.1, 3.5, 1.4, 0.2];

test.describe.configure({ mode: 'serial' });

let key = '';
let at = '';

const contexts = () =>
  ask<{ context: Record<string, string>[] }>(
    `select p.context from predictions p join models m on m.id = p.model_id join projects j on j.id = m.project_id
     where m.name = $1 and j.slug = $2 order by p.id`,
    [MODEL, SLUG],
  );

async function predict(said: Record<string, string>): Promise<void> {
  const context = Object.fromEntries(Object.entries(said).map(([name, value]) => [`context.${name}`, value]));
  const answer = await call(key, 'POST', `/api/models/${MODEL}/predict`, { rows: [{ X: ROW, ...context }] });
  expect(answer.status, await answer.clone().text()).toBe(200);
  await drained();
}

test.beforeAll(async () => {
  key = makeKey('personal context', 'predict,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  at = `/p/${SLUG}/models/${MODEL}/versions/1/columns`;
  await predict({ mail: 'before@example.org', site: 'north' });
});

test('a scientist says what the log keeps of what callers say of rows', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(at);
  const table = page.getByRole('table', { name: 'Context of rows' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row', { name: /context\.site/ })).toContainText('The value as it was sent.');
  await table.getByRole('combobox', { name: 'What the log keeps of context.mail' }).selectOption('hash');
  const form = page.getByRole('form', { name: 'Context of rows' });
  await form.getByRole('textbox', { name: 'Another key' }).fill('time');
  await expect(form.getByText('Rows are dated by context.time, so that it is kept.')).toBeVisible();
  await form.getByRole('textbox', { name: 'Another key' }).fill('context.person');
  await form.getByRole('button', { name: 'Add as hash' }).click();
  await table.getByRole('combobox', { name: 'What the log keeps of context.person' }).selectOption('drop');
  await form.getByRole('button', { name: 'Save context' }).click();
  await expect(page.getByText('Saved. It holds for calls from now on.')).toBeVisible();
  await page.reload();
  await expect(table.getByRole('row', { name: /context\.person/ })).toContainText('Nothing.');
  await expectHealthy(page);
  await page.close();
});

test('the next call is kept by it, and somebody who knows the value finds it', async ({ browser }) => {
  await predict({ mail: MAIL, person: PERSON, site: 'north' });
  const [before, after] = await contexts();
  expect(before?.context).toEqual([{ mail: 'before@example.org', site: 'north' }]);
  expect(after?.context).toEqual([{ mail: expect.stringMatching(/^hash:[0-9a-f]{16}$/), site: 'north' }]);
  const found = await (await call(key, 'GET', `/api/models/${MODEL}/predictions?context=mail:${MAIL}`)).json();
  expect(found.predictions).toHaveLength(1);
  const page = await openAs(browser, 'reviewer');
  await page.goto(`/p/${SLUG}/predictions/${found.predictions[0].rowId}`);
  await expect(page.getByText(after?.context[0]?.mail ?? '')).toBeVisible();
  await expect(page.getByText(MAIL)).toBeHidden();
  await page.goto(at);
  const table = page.getByRole('table', { name: 'Context of rows' });
  await expect(table.getByRole('row', { name: /context\.mail/ })).toContainText('A fingerprint.');
  await expect(page.getByRole('button', { name: 'Save context' })).toBeHidden();
  await expectHealthy(page);
  await page.close();
});

test('what rows are about stays as it is once they name it, and the page says why', async ({ browser }) => {
  await predict({ entity: 'N12' });
  const page = await openAs(browser, 'scientist');
  await page.goto(at);
  const table = page.getByRole('table', { name: 'Context of rows' });
  await table.getByRole('combobox', { name: 'What the log keeps of context.entity' }).selectOption('hash');
  await page.getByRole('button', { name: 'Save context' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'context.entity cannot be changed any more.' })).toBeVisible();
  await page.close();
});

test('what somebody else changes meanwhile is not undone unseen', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(at);
  const site = page.getByRole('combobox', { name: 'What the log keeps of context.site' });
  await expect(site).toHaveValue('keep');
  const rules = { mail: 'drop', person: 'drop' };
  expect((await call(key, 'PUT', `/api/models/${MODEL}/personal-context`, { rules })).status).toBe(200);
  await site.selectOption('drop');
  await page.getByRole('button', { name: 'Save context' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Somebody else has changed it meanwhile.' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'What the log keeps of context.mail' })).toHaveValue('drop');
  await expect(site).toHaveValue('keep');
  await site.selectOption('drop');
  await page.getByRole('button', { name: 'Save context' }).click();
  await expect(page.getByText('Saved. It holds for calls from now on.')).toBeVisible();
  const saved = await (await call(key, 'GET', `/api/models/${MODEL}/personal-context`)).json();
  expect(saved.rules).toEqual({ ...rules, site: 'drop' });
  await page.close();
});
