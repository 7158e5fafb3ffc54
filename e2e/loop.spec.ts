import { expect, type Page, test } from '@playwright/test';
import { keyCaller } from './loop/caller';
import { FlightFeed } from './loop/flight-feed';
import { readFlights } from './loop/flights';
import { trainOpposite } from './loop/opposite-model';
import { followPromotion, type Promotion, RULES } from './loop/promote';
import { datasetOfLog, findFinishedRun, registerFirstFile, saveRecipe, startRun } from './loop/train';
import { until } from './loop/until';
import { callOnDrift, checkDrift, DRIFT_RULE } from './loop/watch-drift';
import { ask, call, makeKey } from './operator';
import { choose, expectHealthy, openAs, SLUG } from './people';

// The loop of `npm run loop` with fewer flights, on the pages: drift calls, the product trains, the challenger answers beside, is not proven and
// then is, a second person approves, it goes its steps, and a broken file is taken back.

test.describe.configure({ mode: 'serial', timeout: 300_000 });

const MODEL = 'looped-flights';
const AT = `/p/${SLUG}/models/${MODEL}`;
const ROWS_A_CALL = 200;
const day = (month: number, date = 1) => Date.UTC(2013, month - 1, date);

const flights = readFlights(1 / 3);
let key = '';
const program = () => keyCaller(process.env.E2E_URL ?? '', key);
let feed: FlightFeed;
let page: Page;

const promotionOf = async (version: number): Promise<Promotion> => {
  const { promotions } = await program().ask<{ promotions: Promotion[] }>('GET', `/api/models/${MODEL}/promotions`);
  const found = promotions.find(({ versionNumber }) => versionNumber === version);
  if (!found) throw new Error(`nobody asked for version ${version}`);
  return found;
};

/** Flights pass until the promotion of a version has ended. */
const follow = async (version: number) =>
  followPromotion({ reader: program(), model: MODEL, id: (await promotionOf(version)).id, feed }, () => {});

test.beforeAll(async () => {
  key = makeKey('loop', 'predict,feedback,write,read,admin');
  await call(key, 'DELETE', `/api/models/${MODEL}?name=${MODEL}`);
  feed = new FlightFeed(program(), MODEL, flights);
});
test.afterAll(async () => {
  // Other journeys promote at once.
  expect((await call(key, 'PUT', '/api/promotion-rules', {})).status).toBe(200);
});

test('a version learns the labelled flights of January to March', async ({ browser }) => {
  await registerFirstFile(program(), MODEL);
  await feed.play(day(4), ROWS_A_CALL);
  const name = `Flights of ${MODEL} ${Date.now()}`;
  await saveRecipe(program(), MODEL, await datasetOfLog(program(), MODEL, name, new Date(day(4)).toISOString()));
  await startRun(program(), MODEL, 'the first one');
  page = await openAs(browser, 'scientist');
  await page.goto(`${AT}/training/1`);
  await expect(page.getByRole('link', { name: 'Open version 2' })).toBeVisible({ timeout: 200_000 });
  const [labelled] = await ask<{ n: number }>(
    `select count(*)::int as n from labels l join predictions p on p.id = l.prediction_id join models m on m.id = p.model_id
     where m.name = $1`,
    [MODEL],
  );
  await expect(page.getByText(`${labelled?.n.toLocaleString('en')} rows learnt`)).toBeVisible();
  expect((await call(key, 'POST', `/api/models/${MODEL}/versions/2/champion`)).status).toBe(200);
  expect((await call(key, 'PUT', '/api/promotion-rules', RULES)).status).toBe(200);
});

test('drift calls, and a run begins that nobody asked for', async () => {
  const ruleId = await callOnDrift(program(), MODEL);
  await feed.play(day(7), ROWS_A_CALL);
  expect((await checkDrift(program(), ruleId)).isOpen).toBe(true);
  await page.goto(`/p/${SLUG}/alerts?state=open&model=${MODEL}`);
  await expect(
    page.getByRole('table', { name: 'Incidents' }).getByRole('row', { name: new RegExp(DRIFT_RULE) }),
  ).toBeVisible();
  // Triggers are looked at once a minute.
  await until('the run by the trigger', 240, () => findFinishedRun(program(), MODEL, 2));
  await page.goto(`${AT}/training`);
  const run = page.getByRole('table', { name: 'Runs' }).getByRole('row', { name: /Run 2/ });
  await expect(run).toContainText(`an incident of “${DRIFT_RULE}”`);
  await expect(run).toContainText('v3');
  await expectHealthy(page);
});

test('the challenger answers beside, and a few days prove nothing', async () => {
  await page.goto(`${AT}/versions`);
  await choose(page, 'Shadow', 'v3');
  await page.getByRole('button', { name: 'Save the traffic' }).click();
  await expect(page.getByText('The traffic was changed.')).toBeVisible();
  await feed.play(day(7, 4), ROWS_A_CALL);
  await page.goto(`${AT}/training/2`);
  await page.getByRole('link', { name: 'Compare with the champion' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Version 3 against version 2' })).toBeVisible();
  await expect(page.getByText(/Not proven yet|Too few labels to tell/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Promote version 3' })).toBeHidden();
});

test('weeks of flights prove it, on the rows that SQL counts', async () => {
  await feed.play(day(8, 26), ROWS_A_CALL);
  await page.reload();
  await expect(page.getByText('Version 3 is better')).toBeVisible({ timeout: 30_000 });
  const [counts] = await ask<{ n: number; won: number; lost: number }>(
    `with answered as (
       select p.id, o.row - 1 as row, o.outcome as a, s.outcomes[o.row] as b
       from predictions p join predictions s on s.shadow_of = p.id join models m on m.id = p.model_id
       cross join unnest(p.outcomes) with ordinality as o(outcome, row) where m.name = $1)
     select count(*)::int as n, (count(*) filter (where b = l.value and a <> l.value))::int as won,
       (count(*) filter (where a = l.value and b <> l.value))::int as lost
     from answered join labels l on l.prediction_id = answered.id and l."row" = answered.row`,
    [MODEL],
  );
  const table = page.getByRole('table', { name: 'On the same rows' });
  await expect(table.getByRole('row', { name: /Only version 3 right/ })).toContainText(
    (counts?.won ?? 0).toLocaleString('en'),
  );
  await expect(table.getByRole('row', { name: /Only version 2 right/ })).toContainText(
    (counts?.lost ?? 0).toLocaleString('en'),
  );
  await expect(page.getByText(`n = ${counts?.n.toLocaleString('en')}`).first()).toBeVisible();
  await expectHealthy(page);
});

test('it waits for a second person, and then goes its steps', async ({ browser }) => {
  await page.getByRole('link', { name: 'Promote version 3' }).click();
  await page.getByRole('textbox', { name: /^Why/ }).fill('Better on the flights of July and August.');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByText('You asked for it: somebody else approves it.')).toBeVisible();
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/promotion`);
  await expect(administrator.getByText('Better on the flights of July and August.')).toBeVisible();
  await administrator.getByRole('button', { name: 'Approve' }).click();
  const ended = follow(3);
  const steps = page.getByRole('list', { name: 'Steps of the promotion' });
  for (const share of ['20%', '50%', '100%'])
    await expect(steps.getByRole('listitem').filter({ hasText: share })).toContainText('now', { timeout: 60_000 });
  expect((await ended).promotion).toMatchObject({ state: 'done', problem: null });
  await expect(page.getByRole('table', { name: 'Before' })).toContainText('Champion');
  await expect(page.getByText('Version 3 answers callers.', { exact: false })).toBeVisible();
  await administrator.close();
});

test('a broken file is taken back by its guard, and what was stays in the history', async ({ browser }) => {
  const opposite = await trainOpposite(flights.filter(({ atMs }) => atMs < day(4)));
  expect((await call(key, 'PUT', `/api/models/${MODEL}/versions`, opposite)).status).toBe(201);
  await page.goto(`${AT}/promotion?version=4`);
  await page.getByRole('textbox', { name: /^Why/ }).fill('A file from elsewhere.');
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await expect(page.getByText('You asked for it: somebody else approves it.')).toBeVisible();
  const administrator = await openAs(browser, 'administrator');
  await administrator.goto(`${AT}/promotion`);
  await administrator.getByRole('button', { name: 'Approve' }).click();
  expect((await follow(4)).promotion).toMatchObject({ state: 'rolled-back', problem: { kind: 'guard' } });
  const history = page.getByRole('table', { name: 'Before' });
  await expect(history.getByRole('row', { name: /3 → 4/ })).toContainText('A guard was broken.');
  await expect(history.getByRole('row', { name: /2 → 3/ })).toContainText('Champion');
  const [model] = await ask<{ champion: number; deployment: { canary: object | null } }>(
    'select champion, deployment from models where name = $1',
    [MODEL],
  );
  expect(model).toMatchObject({ champion: 3, deployment: { canary: null } });
  await expectHealthy(page);
  await administrator.close();
});
