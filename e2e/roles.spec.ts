import fs from 'node:fs';
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { exampleFile } from './example-models';
import { admin, ask, call, drained, makeKey, registerExample } from './operator';
import { expectHealthy, openAs, PASSWORD, PEOPLE, PROJECT, type Role, SLUG } from './people';

const DEMO = 'flight-delay';
const MODEL = 'roles-iris';
const OTHER = { name: 'Second desk', slug: 'second-desk' };
const NOT_FOUND = 'Page not found';
const ROW = [5.1, 3.5, 1.4, 0.2];

let key = '';
/** A row that a program asked for, in nobody's own list. */
let programsRow = '';
/** A row that is long in the log: the project of a newer one is looked up when it arrives there. */
let oldRow = '';

test.beforeAll(async () => {
  key = makeKey('roles', 'predict,feedback,read,write');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  await registerExample(key, 'iris_logreg_zipmap', MODEL);
  const answer = await call(key, 'POST', `/api/models/${MODEL}/predict`, { rows: [{ X: ROW }] });
  programsRow = (await answer.json()).predictions[0].id;
  await drained();
  const [oldest] = await ask<{ id: string }>(
    'select predictions.id from predictions join models on models.id = model_id where models.name = $1 order by 1 limit 1',
    [DEMO],
  );
  oldRow = `${oldest?.id}.0`;
});

/** A call that a page of this person makes, with the session's cookie. */
const send = (page: Page, method: string, address: string, body?: unknown, project = SLUG) =>
  page.evaluate(
    async ([method, address, body, project]) => {
      const answer = await fetch(address, {
        method,
        headers: {
          'x-project': project,
          ...(body === null
            ? {}
            : { 'content-type': method === 'PUT' ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === null ? {} : { body }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
    [method, address, body === undefined ? null : JSON.stringify(body), project] as const,
  );

const statusOf = async (page: Page, method: string, address: string, body?: unknown, project = SLUG) =>
  (await send(page, method, address, body, project)).status;

async function expectClosed(page: Page, addresses: string[], title = NOT_FOUND): Promise<void> {
  for (const address of addresses) {
    const answer = await page.goto(address);
    expect.soft(answer?.status(), address).toBe(404);
    await expect.soft(page.getByRole('heading', { level: 1, name: title }), address).toBeVisible();
  }
}

const placesOf = async (page: Page) => {
  const names = await page.getByRole('complementary').getByRole('navigation').getByRole('link').allTextContents();
  // Without the number of open incidents behind the alerts.
  return names.map((name) => name.trim().replace(/\d+$/, ''));
};

async function personId(role: Role): Promise<string> {
  const [person] = await ask<{ id: string }>('select id from people where email = $1', [PEOPLE[role].email]);
  return person?.id ?? '';
}

test.describe('a user', () => {
  test('tries a model in Portuguese, says what was wrong, and finds it again', async ({ browser }) => {
    const page = await openAs(browser, 'user', { locale: 'pt-BR' });
    await page.goto(`/p/${SLUG}/models`);
    await page.getByRole('link', { name: DEMO }).first().click();
    await page.waitForURL(`**/models/${DEMO}/try`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR');
    await expect(page.getByRole('heading', { level: 1, name: DEMO })).toBeVisible();

    await page
      .getByRole('button', { name: /^Prever/ })
      .first()
      .click();
    await expect(page.getByText('Guardada no registro.')).toBeVisible();
    await expect(page.getByText(/^Probabilidade [\d,]+\s?%\./)).toBeVisible();
    const rowId = new URL(page.url()).searchParams.get('row') ?? '';
    expect(rowId).toMatch(/^[0-9a-f-]{36}\.0$/);

    await page.getByRole('radio', { name: 'Errada' }).click();
    const right = page.getByRole('group', { name: 'O que era?' }).getByRole('radio').last();
    await right.click();
    await page.getByLabel('Por quê?').fill('Cheguei no horário.');
    await page.getByRole('button', { name: 'Enviar feedback' }).click();
    await expect(page.getByText('Feedback registrado.')).toBeVisible();
    const [kept] = await ask<{ verdict: string; expected: string; reason: string; given_by: string }>(
      'select verdict, expected, reason, given_by from feedback where prediction_id = $1',
      [rowId.slice(0, 36)],
    );
    expect(kept).toEqual({
      verdict: 'wrong',
      expected: expect.stringMatching(/./),
      reason: 'Cheguei no horário.',
      given_by: PEOPLE.user.name,
    });

    await drained();
    await page.getByRole('complementary').getByRole('link', { name: 'Predições' }).click();
    await page.waitForURL(`**/models/${DEMO}/predictions`);
    const table = page.getByRole('table', { name: 'Predições' });
    await expect(table.locator(`[title="${rowId}"]`)).toBeVisible();
    const [mine] = await ask<{ n: number; others: number }>(
      `select count(*) filter (where caller_id = $2)::int as n, count(*) filter (where caller_id is distinct from $2)::int as others
       from predictions join models on models.id = model_id where models.name = $1`,
      [DEMO, await personId('user')],
    );
    expect(mine?.others).toBeGreaterThan(0);
    await expect(table.getByRole('row')).toHaveCount((mine?.n ?? 0) + 1);
    await expect(table.getByRole('row').filter({ hasText: PEOPLE.user.name })).toHaveCount(mine?.n ?? 0);

    await page.getByRole('complementary').getByRole('link', { name: 'Feedback' }).click();
    await page.waitForURL(`**/models/${DEMO}/feedback`);
    await expect(page.getByText('Cheguei no horário.').first()).toBeVisible();
    const givers = page.getByRole('table', { name: 'Feedback' }).getByRole('row');
    await expect(givers.filter({ hasText: PEOPLE.user.name })).toHaveCount((await givers.count()) - 1);
    await page.context().close();
  });

  test('is led to Try, and finds no way to what is not theirs', async ({ browser }) => {
    const page = await openAs(browser, 'user');
    await page.goto(`/p/${SLUG}/models/${MODEL}`);
    await page.waitForURL(`**/models/${MODEL}/try`);
    await expectHealthy(page);
    expect(await placesOf(page)).toEqual(['Models', 'Card', 'Try', 'Predictions', 'Feedback', PEOPLE.user.name]);
    await page.goto(`/p/${SLUG}/models`);
    await expect(page.getByRole('link', { name: MODEL })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Upload model' })).toHaveCount(0);
    const at = `/p/${SLUG}/models/${MODEL}`;
    await expectClosed(page, [
      `/p/${SLUG}/models/new`,
      `/p/${SLUG}/settings`,
      `/p/${SLUG}/settings/keys`,
      `/p/${SLUG}/settings/people`,
      `/p/${SLUG}/events`,
      `${at}/versions`,
      `${at}/versions/new`,
      `${at}/versions/1`,
      `${at}/versions/1/columns`,
      `${at}/versions/1/evaluation`,
      `${at}/versions/1/validation`,
      `${at}/versions/1/parity`,
      `${at}/api`,
      `${at}/monitoring`,
      `${at}/performance`,
      `${at}/drift`,
      `${at}/card/edit`,
      `${at}/promotion/gate`,
      `/p/${SLUG}/predictions/${programsRow}`,
    ]);
    await page.context().close();
  });

  test('gets no more from the API than from the pages', async ({ browser }) => {
    const page = await openAs(browser, 'user');
    await page.goto(`/p/${SLUG}/models`);
    const at = `/api/models/${MODEL}`;
    const refused: [string, string, unknown?][] = [
      ['PUT', `${at}/versions`, { not: 'a model' }],
      ['POST', '/api/uploads', { model: MODEL, filename: 'a.onnx', sizeBytes: 10 }],
      ['DELETE', `${at}?name=${MODEL}`],
      ['PATCH', at, { summary: 'mine now' }],
      ['GET', `${at}/versions`],
      ['POST', `${at}/versions/1/champion`],
      ['GET', `${at}/performance`],
      ['GET', `${at}/drift`],
      ['GET', '/api/keys'],
      ['POST', '/api/keys', { name: 'mine', scopes: ['predict'] }],
      ['GET', '/api/people'],
      ['PATCH', `/api/people/${await personId('user')}`, { role: 'administrator' }],
      ['GET', '/api/invitations'],
      ['POST', '/api/invitations', { role: 'administrator' }],
      ['GET', '/api/audit-events'],
      ['POST', '/api/projects', { name: 'Mine' }],
      ['POST', '/api/labels', { labels: [{ id: programsRow, label: '1' }] }],
    ];
    for (const [method, address, body] of refused) {
      const answer = await send(page, method, address, body);
      expect.soft(answer.status, `${method} ${address}`).toBe(403);
      expect.soft(answer.body.detail, `${method} ${address}`).toMatch(/role|owner/);
    }
    expect(await statusOf(page, 'GET', `/api/predictions/${programsRow}`)).toBe(404);
    expect(await statusOf(page, 'POST', `/api/predictions/${programsRow}/feedback`, { verdict: 'wrong' })).toBe(404);
    const list = await send(page, 'GET', `${at}/predictions?limit=100`);
    expect(JSON.stringify(list.body)).not.toContain(programsRow);
    expect(await statusOf(page, 'GET', at)).toBe(200);
    await page.context().close();
  });
});

test('a reviewer judges a prediction from the list, and changes nothing else', async ({ browser }) => {
  const page = await openAs(browser, 'reviewer');
  await page.goto(`/p/${SLUG}/models/${MODEL}`);
  await expect(page.getByRole('heading', { level: 1, name: MODEL })).toBeVisible();
  expect(await placesOf(page)).toEqual([
    'Models',
    'Review',
    'Alerts',
    'Datasets',
    'Overview',
    'Versions',
    'Card',
    'Try',
    'Monitoring',
    'Performance',
    'Drift',
    'Promotion',
    'Lineage',
    'Report',
    'Predictions',
    'Feedback',
    PEOPLE.reviewer.name,
  ]);
  await page.getByRole('complementary').getByRole('link', { name: 'Predictions' }).click();
  const row = page.getByRole('table', { name: 'Predictions' }).getByRole('row').nth(1);
  await expect(row.locator(`[title="${programsRow}"]`)).toBeVisible();
  await row.getByRole('link').first().click();
  await page.getByRole('link', { name: 'Open page' }).click();
  await page.waitForURL(`**/predictions/${programsRow}`);
  await page.getByRole('radio', { name: 'Wrong' }).click();
  await page.getByRole('group', { name: 'What was it?' }).getByRole('radio').nth(1).click();
  await page.getByLabel('Why?').fill('the petals are long');
  await page.getByRole('button', { name: 'Send feedback' }).click();
  await expect(page.getByText('Feedback kept.')).toBeVisible();
  expect(
    await ask('select verdict, expected, reason, given_by from feedback where prediction_id = $1', [
      programsRow.slice(0, 36),
    ]),
  ).toEqual([{ verdict: 'wrong', expected: '1', reason: 'the petals are long', given_by: PEOPLE.reviewer.name }]);
  await page.goto(`/p/${SLUG}/models/${MODEL}/predictions?feedback=wrong`);
  await expect(page.getByRole('table', { name: 'Predictions' }).locator(`[title="${programsRow}"]`)).toBeVisible();

  const at = `/p/${SLUG}/models/${MODEL}`;
  await page.goto(`${at}/versions/1`);
  await expect(page.getByText('Champion').first()).toBeVisible();
  for (const name of ['Make champion', 'Take out of service', 'Take into service'])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await page.goto(`${at}/versions`);
  await expect(page.getByRole('link', { name: 'New version' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Delete model' })).toHaveCount(0);
  await expectClosed(page, [
    `/p/${SLUG}/models/new`,
    `/p/${SLUG}/settings`,
    `/p/${SLUG}/settings/keys`,
    `/p/${SLUG}/settings/people`,
    `/p/${SLUG}/events`,
    `${at}/versions/new`,
    `${at}/card/edit`,
    `${at}/api`,
  ]);
  await page.goto(`/p/${SLUG}/models`);
  for (const [method, address, body] of [
    ['POST', '/api/uploads', { model: MODEL, filename: 'a.onnx', sizeBytes: 10 }],
    ['POST', `/api/models/${MODEL}/versions/1/champion`, undefined],
    ['DELETE', `/api/models/${MODEL}?name=${MODEL}`, undefined],
    ['GET', '/api/keys', undefined],
    ['GET', '/api/people', undefined],
    ['GET', '/api/audit-events', undefined],
  ] as const)
    expect.soft(await statusOf(page, method, address, body), `${method} ${address}`).toBe(403);
  await page.context().close();
});

test('a scientist makes keys but not of scope admin, and does not look after people', async ({ browser }) => {
  const page = await openAs(browser, 'scientist');
  await page.goto(`/p/${SLUG}/settings`);
  await page.waitForURL('**/settings/keys');
  await expectHealthy(page);
  await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0);
  expect(await placesOf(page)).toEqual(['Models', 'Review', 'Alerts', 'Datasets', 'Settings', PEOPLE.scientist.name]);
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /^predict/ })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: /^admin/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  for (const scopes of [['admin'], ['predict', 'admin']])
    expect(await statusOf(page, 'POST', '/api/keys', { name: 'too much', scopes })).toBe(403);
  expect(await statusOf(page, 'GET', '/api/people')).toBe(403);
  expect(await statusOf(page, 'POST', '/api/invitations', { role: 'administrator' })).toBe(403);
  expect(await statusOf(page, 'GET', '/api/keys')).toBe(200);
  await expectClosed(page, [`/p/${SLUG}/settings/people`, `/p/${SLUG}/events`]);
  await page.context().close();
});

test('an administrator has every place', async ({ browser }) => {
  const page = await openAs(browser, 'administrator');
  await page.goto(`/p/${SLUG}/models/${MODEL}`);
  expect(await placesOf(page)).toEqual([
    'Models',
    'Review',
    'Alerts',
    'Datasets',
    'Overview',
    'Versions',
    'Card',
    'Try',
    'API',
    'Monitoring',
    'Performance',
    'Drift',
    'Training',
    'Promotion',
    'Lineage',
    'Report',
    'Predictions',
    'Feedback',
    'Events',
    'Settings',
    PEOPLE.administrator.name,
  ]);
  await page.goto(`/p/${SLUG}/settings`);
  await page.waitForURL('**/settings/people');
  const people = page.getByRole('table', { name: 'People of the project' });
  for (const { name } of Object.values(PEOPLE)) await expect(people.getByText(name).first()).toBeVisible();
  await page.context().close();
});

async function joinSecondDesk(browser: Browser): Promise<{ email: string; context: BrowserContext; page: Page }> {
  const host = await openAs(browser, 'administrator');
  await host.goto('/me');
  const made = await send(host, 'POST', '/api/projects', { name: OTHER.name });
  expect([201, 409]).toContain(made.status);
  const email = `eva-${Date.now()}@example.org`;
  const invited = await send(host, 'POST', '/api/invitations', { role: 'scientist', email }, OTHER.slug);
  expect(invited.status, JSON.stringify(invited.body)).toBe(201);
  await host.context().close();

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(invited.body.path);
  await expect(page.getByRole('heading', { level: 1, name: `Join ${OTHER.name}` })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Eva Lima');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.waitForURL(`**/p/${OTHER.slug}/models`);
  return { email, context, page };
}

test('a person of another project sees nothing of this one, and their session ends everywhere at once', async ({
  browser,
}) => {
  const { email, context, page } = await joinSecondDesk(browser);
  await test.step('nothing of the first project', async () => {
    await expect(page.getByRole('link', { name: DEMO })).toHaveCount(0);
    await expectClosed(page, [
      `/p/${SLUG}/models`,
      `/p/${SLUG}/models/${MODEL}`,
      `/p/${SLUG}/predictions/${programsRow}`,
      `/p/${SLUG}/settings/keys`,
      `/p/${OTHER.slug}/models/${MODEL}`,
      `/p/${OTHER.slug}/predictions/${programsRow}`,
    ]);
    await page.goto('/me');
    const [model] = await ask<{ id: string }>('select id from models where name = $1', [MODEL]);
    for (const [address, project] of [
      [`/api/models/${MODEL}`, OTHER.slug],
      [`/api/models/${model?.id}`, OTHER.slug],
      [`/api/models/${MODEL}`, SLUG],
      ['/api/models', SLUG],
      [`/api/models/${model?.id}/predictions`, OTHER.slug],
      [`/api/predictions/${programsRow}`, OTHER.slug],
    ] as const)
      expect.soft(await statusOf(page, 'GET', address, undefined, project), address).toBe(404);
    expect(await statusOf(page, 'POST', `/api/models/${model?.id}/predict`, { rows: [{ X: ROW }] }, OTHER.slug)).toBe(
      404,
    );
    expect(await statusOf(page, 'POST', `/api/predictions/${oldRow}/feedback`, { verdict: 'right' }, OTHER.slug)).toBe(
      404,
    );
    await send(page, 'POST', `/api/predictions/${programsRow}/feedback`, { verdict: 'wrong' }, OTHER.slug);
    const seen = await call(key, 'GET', `/api/predictions/${programsRow}`);
    expect(await seen.text()).not.toContain('Eva Lima');
    const counted = await call(key, 'GET', `/api/models/${MODEL}/feedback`);
    expect(await counted.text()).not.toContain('Eva Lima');
    const projects = await send(page, 'GET', '/api/projects');
    expect(JSON.stringify(projects.body)).not.toContain(PROJECT);
  });
  await test.step('both sessions end', async () => {
    const second = await browser.newContext();
    const elsewhere = await second.newPage();
    await elsewhere.goto('/me');
    await elsewhere.waitForURL('**/sign-in**');
    await elsewhere.getByLabel('E-mail').fill(email);
    await elsewhere.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
    await elsewhere.waitForURL('**/me');
    await expect(elsewhere.getByRole('heading', { level: 1, name: 'Me' })).toBeVisible();

    await page.goto('/me');
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign out on every device?' });
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    expect(await statusOf(elsewhere, 'GET', '/api/me', undefined, OTHER.slug)).toBe(200);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.waitForURL('**/sign-in');
    expect(await statusOf(elsewhere, 'GET', '/api/me', undefined, OTHER.slug)).toBe(401);
    await elsewhere.goto(`/p/${OTHER.slug}/models`);
    await elsewhere.waitForURL('**/sign-in**');
    await second.close();
  });
  await context.close();
});

test('a key does what its scopes say, in its project alone', async () => {
  const model = fs.readFileSync(exampleFile('iris_logreg_zipmap', 'model.onnx'));
  const rows = { rows: [{ X: ROW }] };
  const tensor = { inputs: [{ name: 'X', shape: [1, 4], datatype: 'FP32', data: ROW }] };
  const at = `/api/models/${MODEL}`;
  const calls: { scope: string; method: string; address: string; body?: unknown; ok: number }[] = [
    { scope: 'predict', method: 'POST', address: `${at}/predict`, body: rows, ok: 200 },
    { scope: 'predict', method: 'POST', address: `/v2/models/${MODEL}/infer`, body: tensor, ok: 200 },
    { scope: 'predict', method: 'POST', address: `/v1/models/${MODEL}:predict`, body: { instances: [ROW] }, ok: 200 },
    { scope: 'read', method: 'GET', address: `${at}/predictions`, ok: 200 },
    { scope: 'read', method: 'GET', address: '/metrics', ok: 200 },
    {
      scope: 'feedback',
      method: 'POST',
      address: `/api/predictions/${programsRow}/feedback`,
      body: { verdict: 'right' },
      ok: 201,
    },
    { scope: 'write', method: 'PUT', address: `${at}/versions`, body: model, ok: 201 },
    { scope: 'write', method: 'POST', address: `/v2/repository/models/${MODEL}/unload`, body: {}, ok: 200 },
    { scope: 'write', method: 'POST', address: `/v2/repository/models/${MODEL}/load`, body: {}, ok: 200 },
    { scope: 'admin', method: 'GET', address: '/api/keys', ok: 200 },
    { scope: 'admin', method: 'GET', address: '/api/people', ok: 200 },
  ];
  const scopes = ['predict', 'read', 'feedback', 'write'];
  const keys = Object.fromEntries(scopes.map((scope) => [scope, makeKey(`roles ${scope}`, scope)]));
  for (const { scope, method, address, body, ok } of calls)
    for (const held of scopes) {
      const answer = await call(keys[held] ?? '', method, address, body);
      const text = await answer.text();
      const what = `${method} ${address} with scope ${held}`;
      expect.soft(answer.status, `${what}: ${text}`).toBe(held === scope ? ok : 403);
      if (held !== scope) expect.soft(JSON.parse(text).error, what).toContain('scope');
    }

  await test.step('no key, a mistyped one, a made up one, a revoked one', async () => {
    const made = makeKey('roles revoked', 'predict');
    expect((await call(made, 'POST', `${at}/predict`, rows)).status).toBe(200);
    const [row] = await ask<{ id: string }>(
      "select id from api_keys where name = 'roles revoked' order by id desc limit 1",
    );
    admin('key', 'revoke', row?.id ?? '');
    await expect.poll(async () => (await call(made, 'POST', `${at}/predict`, rows)).status).toBe(401);
    const typo = made.slice(0, -1) + (made.endsWith('a') ? 'b' : 'a');
    for (const wrong of [typo, made, 'imp_nothing', ''])
      for (const [method, address, body] of [
        ['POST', `${at}/predict`, rows],
        ['POST', `/v2/models/${MODEL}/infer`, tensor],
        ['GET', at, undefined],
        ['GET', '/metrics', undefined],
      ] as const) {
        const answer = await call(wrong, method, address, body);
        expect.soft(answer.status, `${method} ${address} with "${wrong.slice(0, 8)}…"`).toBe(401);
        expect.soft((await answer.json()).error).toMatch(/key/i);
      }
  });

  await test.step('a key of another project', async () => {
    const other = admin(
      'key',
      'create',
      '--name',
      'roles other',
      '--scopes',
      'predict,read,write,feedback',
      '--project',
      OTHER.name,
    );
    const [model] = await ask<{ id: string }>('select id from models where name = $1', [MODEL]);
    for (const [method, address, body] of [
      ['GET', at, undefined],
      ['GET', `/api/models/${model?.id}`, undefined],
      ['DELETE', `/api/models/${model?.id}?name=${MODEL}`, undefined],
      ['POST', `${at}/predict`, rows],
      ['POST', `/api/models/${model?.id}/predict`, rows],
      ['POST', `/v2/models/${MODEL}/infer`, tensor],
      ['GET', `/v2/models/${model?.id}`, undefined],
      ['GET', `/api/predictions/${programsRow}`, undefined],
      ['POST', `/api/predictions/${oldRow}/feedback`, { verdict: 'right' }],
    ] as const)
      expect.soft((await call(other, method, address, body)).status, `${method} ${address}`).toBe(404);
    for (const address of ['/api/models', '/v2/models/stats', '/v1/models', '/metrics'])
      expect.soft(await (await call(other, 'GET', address)).text(), address).not.toContain(MODEL);
    expect(await (await call(other, 'POST', '/v2/repository/index', {})).text()).not.toContain(MODEL);
    // The name is free in the other project, and what is made there stays there.
    expect((await call(key, 'GET', at)).status).toBe(200);
  });
});

test('a signed-out person is asked to sign in, and comes back to the page', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (const address of [
    '/',
    '/me',
    `/p/${SLUG}/models`,
    `/p/${SLUG}/models/${MODEL}/drift?range=7d`,
    '/p/nowhere/models',
  ]) {
    await page.goto(address);
    await page.waitForURL('**/sign-in**');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    if (address !== '/') expect.soft(new URL(page.url()).searchParams.get('next')).toBe(address);
  }
  for (const address of ['/api/models', '/api/me', '/api/keys', `/api/predictions/${programsRow}`])
    expect.soft(await statusOf(page, 'GET', address), address).toBe(401);
  await page.goto(`/sign-in?next=${encodeURIComponent('https://example.org/')}`);
  await page.getByLabel('E-mail').fill(PEOPLE.user.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${process.env.E2E_URL}/**/models`);
  await page.goto('/me');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.waitForURL('**/sign-in');
  expect(await statusOf(page, 'GET', '/api/me')).toBe(401);
  await context.close();
});
