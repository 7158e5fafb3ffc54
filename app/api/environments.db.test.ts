import { beforeAll, beforeEach, expect, test } from 'vitest';
import { Environments, Promotion } from '@/lib/domain/promotion/schema';
import { getModel, listServingRows } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { callRoute } from './call-route';
import { makePromotable, savePromotionRules } from './promotable-model';
import { auditActions, countCalls, createTestProject, systemCtxOfTest, type TestProject } from './test-project';

const HOUR_MS = 3_600_000;

let project: TestProject;
let model: Model;
let names = 0;

beforeAll(async () => {
  project = await createTestProject();
});
/** A model of its own per test. */
beforeEach(async () => {
  names += 1;
  model = await makePromotable(project, `staged-${names}`);
  await rules({});
});

const rules = (content: object) => savePromotionRules(project, { stages: [], watchMinutes: 0, ...content });

const put = async (version: number | null, by: 'scientist' | 'reviewer' = 'scientist') =>
  callRoute('PUT', '/api/models/{model}/environments', {
    params: { model: model.id },
    headers: await project.cookieOf(by),
    body: { version },
  });

async function look(): Promise<Environments> {
  const found = await callRoute('GET', '/api/models/{model}/environments', {
    params: { model: model.id },
    headers: await project.cookieOf('reviewer'),
  });
  expect(found.status).toBe(200);
  return Environments.parse(await found.json());
}

const ask = async (override?: string) =>
  callRoute('POST', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf(override ? 'administrator' : 'scientist'),
    body: { version: 2 },
    ...(override ? { query: { override } } : {}),
  });

/** Calls of this minute, as a drainer would have counted them. */
async function calls(version: number, where: 'production' | 'staging', of: { ok: number; failed?: number }) {
  const isStaging = where === 'staging';
  await countCalls(model, {
    version,
    route: isStaging ? 'staging' : 'champion',
    origin: isStaging ? 'staging' : 'api',
    atMs: Date.now(),
    ok: of.ok,
    errors: of.failed ? { '400': of.failed } : {},
  });
}

test('a scientist puts a version into staging and takes it out, and production stays as it was', async () => {
  expect(await look()).toMatchObject({ production: { version: 1 }, staging: { version: null, calls: 0 } });
  const made = Environments.parse(await (await put(2)).json());
  expect(made.staging).toMatchObject({ version: 2, by: project.people.scientist.actor.name });
  const now = await getModel(systemCtxOfTest(), { model: model.id });
  expect(now).toMatchObject({ champion: 1, staging: 2, deployment: { canary: null, shadow: null } });
  const rows = await listServingRows(systemCtxOfTest().db, project.id);
  expect(rows.find(({ modelId }) => modelId === model.id)).toMatchObject({ champion: 1, staging: 2 });
  const same = await put(2);
  expect([same.status, (await same.json()).reason]).toEqual([409, 'same_staging']);
  expect((await put(9)).status).toBe(404);
  expect((await put(1, 'reviewer')).status).toBe(403);
  expect(Environments.parse(await (await put(null)).json()).staging).toMatchObject({ version: null, since: null });
  const empty = await put(null);
  expect([empty.status, (await empty.json()).reason]).toEqual([409, 'same_staging']);
  expect(await auditActions(`model:${model.name}/2`)).toEqual(['version.register', 'model.staging', 'model.staging']);
  const stays = await systemCtxOfTest().db.stagingStay.findMany({ where: { modelId: model.id } });
  expect(stays).toEqual([expect.objectContaining({ versionNumber: 2, endedAt: expect.any(Date) })]);
});

test('a version in staging stays in service', async () => {
  await put(2);
  const unloaded = await callRoute('POST', '/api/models/{model}/versions/{number}/unload', {
    params: { model: model.id, number: '2' },
    headers: await project.cookieOf('scientist'),
  });
  expect([unloaded.status, (await unloaded.json()).reason]).toEqual([409, 'is_in_staging']);
});

test('both environments are counted apart', async () => {
  await put(2);
  await calls(1, 'production', { ok: 7 });
  await calls(2, 'staging', { ok: 12, failed: 3 });
  const seen = await look();
  expect(seen.production).toMatchObject({ calls: 7, failed: 0 });
  expect(seen.staging).toMatchObject({ calls: 15, failed: 3 });
  expect(seen.staging.latencyMs?.p95).toBeCloseTo(4, 0);
  const routes = await callRoute('GET', '/api/models/{model}/routes', {
    params: { model: model.id },
    headers: await project.cookieOf('reviewer'),
  });
  expect((await routes.json()).routes).toEqual([expect.objectContaining({ route: 'champion', version: 1, calls: 7 })]);
});

test('where staging is wanted, nothing is promoted that has not shown enough there', async () => {
  await rules({ staging: { calls: 20, hours: 1, errorPercent: 10 } });
  const never = await ask();
  const told = await never.json();
  expect([never.status, told.reason]).toEqual([409, 'gate_failed']);
  expect(told.detail).toContain('It was never in staging; the rules want 1 hours, 20 calls and 10 % failed at most.');
  await put(2);
  await calls(2, 'staging', { ok: 19, failed: 1 });
  expect((await look()).standing).toMatchObject({ verdict: 'fail', calls: 20, errorPercent: 5 });
  const soon = await ask();
  expect((await soon.json()).detail).toContain('with 20 calls, of which 5 % failed');
  const byHand = await callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    params: { model: model.id, number: '2' },
    headers: await project.cookieOf('scientist'),
  });
  expect([byHand.status, (await byHand.json()).reason]).toEqual([409, 'gate_failed']);
  await systemCtxOfTest().db.stagingStay.updateMany({
    where: { modelId: model.id },
    data: { beganAt: new Date(Date.now() - HOUR_MS) },
  });
  expect((await look()).standing).toMatchObject({ verdict: 'pass' });
  const passed = await ask();
  expect(passed.status).toBe(201);
  expect(Promotion.parse(await passed.json()).notes.live).toMatchObject([
    { rule: 'staging', verdict: 'pass', calls: 20 },
  ]);
});

test('an administrator passes with a reason, which stays', async () => {
  await rules({ staging: { calls: 20, hours: 1, errorPercent: 10 } });
  const passed = Promotion.parse(await (await ask('the old one answers wrongly')).json());
  expect(passed).toMatchObject({ override: 'the old one answers wrongly', notes: { live: [{ verdict: 'fail' }] } });
});

test('the comparison as a rule: where nothing is proven it refuses, or warns as the rule says', async () => {
  await rules({ comparison: { want: 'better' } });
  const refused = await ask();
  const told = await refused.json();
  expect([refused.status, told.reason]).toEqual([409, 'gate_failed']);
  expect(told.detail).toContain(
    'proven better than the champion on the same live rows, and no labelled row was answered',
  );
  await rules({ comparison: { want: 'not-worse', points: 0.5, open: 'warn' } });
  const warned = await ask();
  expect(warned.status).toBe(201);
  expect(Promotion.parse(await warned.json()).notes.live).toMatchObject([
    { rule: 'comparison', verdict: 'warn', found: 'none', n: 0, wanted: { want: 'not-worse', points: 0.5 } },
  ]);
});
