import { type Browser, expect, type Page, test } from '@playwright/test';
import { keyCaller } from './loop/caller';
import { FlightFeed } from './loop/flight-feed';
import { readFlights } from './loop/flights';
import { trainOpposite } from './loop/opposite-model';
import { followPromotion, type Promotion, passMinute, RULES } from './loop/promote';
import { datasetOfLog, findFinishedRun, registerFirstFile, saveRecipe, startRun } from './loop/train';
import { until } from './loop/until';
import { callOnDrift, checkDrift, DRIFT_RULE } from './loop/watch-drift';
import { admin, ask, call } from './operator';
import { choose, expectHealthy, openAs, PASSWORD } from './people';

// The loop of `npm run loop` on the pages: drift calls, and the product trains; what three weeks say of its challenger proves nothing; one that learnt January to June
// does; a second person approves it, it goes its steps, and a broken file is taken back.

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const MODEL = 'looped-flights';
const ROWS_A_CALL = 200;
const day = (month: number, date = 1) => Date.UTC(2013, month - 1, date);
const run = Date.now();
/** Labelled days are counted by project: the others do not wait for tens of thousands of flights. */
const PROJECT = `Loop ${run}`;
const SLUG = `loop-${run}`;
const AT = `/p/${SLUG}/models/${MODEL}`;

const flights = readFlights(1 / 3);
let key = '';
const program = () => keyCaller(process.env.E2E_URL ?? '', key);
let feed: FlightFeed;
/** Of the scientist. */
let page: Page;

/** What a page of this product sends and gets by itself. */
const send = (from: Page, address: string, body: object, project?: string) =>
  from.evaluate(
    async ([to, content, named]) => {
      const headers = { 'content-type': 'application/json', ...(named ? { 'x-project': named } : {}) };
      const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(content) });
      return answer.json();
    },
    [address, body, project] as const,
  );

/** A project of its own, in which the administrator is joined by a scientist. */
async function joinProject(browser: Browser): Promise<Page> {
  const host = await openAs(browser, 'administrator');
  await host.goto('/me');
  await send(host, '/api/projects', { name: PROJECT });
  const invited = await send(host, '/api/invitations', { role: 'scientist', email: `noa-${run}@example.org` }, SLUG);
  await host.context().close();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(invited.path);
  await guest.getByLabel('Name', { exact: true }).fill('Noa Dias');
  await guest.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await guest.getByRole('button', { name: 'Join', exact: true }).click();
  await guest.waitForURL(`**/p/${SLUG}/models`);
  return guest;
}

const promotionOf = async (version: number): Promise<Promotion> => {
  const { promotions } = await program().ask<{ promotions: Promotion[] }>('GET', `/api/models/${MODEL}/promotions`);
  const found = promotions.find(({ versionNumber }) => versionNumber === version);
  if (!found) throw new Error(`nobody asked for version ${version}`);
  return found;
};

/** Flights pass until the promotion of a version has ended. */
const follow = async (version: number) =>
  followPromotion({ reader: program(), model: MODEL, id: (await promotionOf(version)).id, feed }, () => {});

async function letAnswerBeside(version: number): Promise<void> {
  await page.goto(`${AT}/versions`);
  await choose(page, 'Shadow', `v${version}`);
  await page.getByRole('button', { name: 'Save the traffic' }).click();
  await expect(page.getByText('The traffic was changed.')).toBeVisible();
}

/** Asks on the page, and has the second person approve on theirs. */
async function askAndApprove(browser: Browser, reason: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Why/ }).fill(reason);
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByText('You asked for it: somebody else approves it.')).toBeVisible();
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/promotion`);
  await expect(administrator.getByText(reason)).toBeVisible();
  await administrator.getByRole('button', { name: 'Approve' }).click();
  await expect(administrator.getByRole('button', { name: 'Approve' })).toBeHidden();
  await administrator.context().close();
}

test.beforeAll(async ({ browser }) => {
  page = await joinProject(browser);
  key = admin('key', 'create', '--name', 'loop', '--scopes', 'predict,feedback,write,read,admin', '--project', PROJECT);
  feed = new FlightFeed(program(), MODEL, flights);
});

test('a version learns the labelled flights of January to March', async () => {
  await registerFirstFile(program(), MODEL);
  await feed.play(day(4), ROWS_A_CALL);
  const to = new Date(day(4)).toISOString();
  await saveRecipe(program(), MODEL, await datasetOfLog(program(), MODEL, 'Flights of the log', to));
  await startRun(program(), MODEL, 'the first one');
  await page.goto(`${AT}/training/1`);
  await expect(page.getByRole('link', { name: 'Open version 2' })).toBeVisible({ timeout: 200_000 });
  const [labelled] = await ask<{ n: number }>(
    `select count(*)::int as n from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id
     join projects j on j.id = m.project_id where m.name = $1 and j.slug = $2`,
    [MODEL, SLUG],
  );
  await expect(page.getByText(`${labelled?.n.toLocaleString('en')} rows learnt`)).toBeVisible();
  expect((await call(key, 'POST', `/api/models/${MODEL}/versions/2/champion`)).status).toBe(200);
  expect((await call(key, 'PUT', '/api/promotion-rules', RULES)).status).toBe(200);
});

test('drift calls, and a run begins that nobody asked for', async () => {
  const ruleId = await callOnDrift(program(), MODEL);
  await feed.play(day(5, 13), ROWS_A_CALL);
  // A day is judged when the worker has counted its flights.
  await until('the alarm', 120, async () => (await checkDrift(program(), MODEL, ruleId)).isOpen || null);
  await page.goto(`/p/${SLUG}/alerts?state=open&model=${MODEL}`);
  await expect(
    page.getByRole('table', { name: 'Incidents' }).getByRole('row', { name: new RegExp(DRIFT_RULE) }),
  ).toBeVisible();
  // Triggers are looked at once a minute.
  await until('the run by the trigger', 240, () => findFinishedRun(program(), MODEL, 2));
  await page.goto(`${AT}/training`);
  const row = page.getByRole('table', { name: 'Runs' }).getByRole('row', { name: /Run 2/ });
  await expect(row).toContainText(`an incident of “${DRIFT_RULE}”`);
  await expect(row).toContainText('v3');
  await expectHealthy(page);
});

test('its challenger answers beside for three weeks, is not proven by them, and stays', async () => {
  await letAnswerBeside(3);
  await feed.play(day(6), ROWS_A_CALL);
  await page.goto(`${AT}/training/2`);
  await page.getByRole('link', { name: 'Compare with the champion' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Version 3 against version 2' })).toBeVisible();
  await expect(page.getByText('Not proven yet')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('link', { name: 'Promote version 3' })).toBeHidden();
});

test('one that learnt January to June is proven, on the rows that SQL counts', async () => {
  await feed.play(day(7), ROWS_A_CALL);
  await page.goto(`${AT}/training`);
  await page.getByRole('button', { name: 'Train now' }).click();
  await until('the run that was asked for', 240, () => findFinishedRun(program(), MODEL, 3));
  await letAnswerBeside(4);
  await feed.play(day(8, 26), ROWS_A_CALL);
  await page.goto(`${AT}/compare?b=4`);
  await expect(page.getByText('Version 4 is better')).toBeVisible({ timeout: 30_000 });
  const [counts] = await ask<{ n: number; won: number; lost: number }>(
    `with answered as (
       select p.id, o.row - 1 as row, o.outcome as a, s.outcomes ->> (o.row - 1)::int as b
       from predictions p join predictions s on s.shadow_of = p.id and s.version_number = 4 join models m on m.id = p.model_id
       cross join json_array_elements_text(p.outcomes) with ordinality as o(outcome, row) join projects j on j.id = m.project_id where m.name = $1 and j.slug = $2)
     select count(*)::int as n, (count(*) filter (where b = l.value and a <> l.value))::int as won,
       (count(*) filter (where a = l.value and b <> l.value))::int as lost
     from answered join labels l on l.prediction_id = answered.id and l."row" = answered.row`,
    [MODEL, SLUG],
  );
  const table = page.getByRole('table', { name: 'On the same rows' });
  await expect(table.getByRole('row', { name: /Only version 4 right/ })).toContainText(
    (counts?.won ?? 0).toLocaleString('en'),
  );
  await expect(table.getByRole('row', { name: /Only version 2 right/ })).toContainText(
    (counts?.lost ?? 0).toLocaleString('en'),
  );
  await expect(page.getByText(`n = ${counts?.n.toLocaleString('en')}`).first()).toBeVisible();
  await expectHealthy(page);
});

test('it waits for a second person, and then goes its steps', async ({ browser }) => {
  await page.getByRole('link', { name: 'Promote version 4' }).click();
  await passMinute();
  await askAndApprove(browser, 'Better on the flights of July and August.');
  const ended = follow(4);
  const steps = page.getByRole('list', { name: 'Steps of the promotion' });
  for (const share of ['20%', '50%', '100%'])
    await expect(steps.getByRole('listitem').filter({ hasText: share })).toContainText('now', { timeout: 120_000 });
  expect((await ended).promotion).toMatchObject({ state: 'done', problem: null });
  await expect(page.getByRole('table', { name: 'Before' })).toContainText('Champion');
  await expect(page.getByText('Version 4 answers callers.', { exact: false })).toBeVisible();
});

test('a broken file is taken back by its guard, and what was stays in the history', async ({ browser }) => {
  const opposite = await trainOpposite(flights.filter(({ atMs }) => atMs < day(4)));
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, opposite)).status).toBe(201);
  await page.goto(`${AT}/promotion?version=5`);
  await passMinute();
  await askAndApprove(browser, 'A file from elsewhere.');
  expect((await follow(5)).promotion).toMatchObject({ state: 'rolled-back', problem: { kind: 'guard' } });
  const history = page.getByRole('table', { name: 'Before' });
  await expect(history.getByRole('row', { name: /4 → 5/ })).toContainText('A guard was broken.');
  await expect(history.getByRole('row', { name: /2 → 4/ })).toContainText('Champion');
  const [model] = await ask<{ champion: number; deployment: { canary: object | null } }>(
    'select champion, deployment from models where name = $1 and project_id = (select id from projects where slug = $2)',
    [MODEL, SLUG],
  );
  expect(model).toMatchObject({ champion: 4, deployment: { canary: null } });
  await expectHealthy(page);
});
