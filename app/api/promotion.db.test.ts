import { beforeAll, beforeEach, expect, test } from 'vitest';
import { watchNextPromotion } from '@/lib/domain/promotion';
import { Promotion, PromotionList, PromotionRules } from '@/lib/domain/promotion/schema';
import { getModel } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import type { Ctx } from '@/lib/platform/context';
import { callRoute } from './call-route';
import { makePromotable, savePromotionRules } from './promotable-model';
import {
  auditActions,
  countCalls,
  createTestProject,
  systemCtxOfTest,
  type TestProject,
  uploadFixture,
} from './test-project';

const MINUTE_MS = 60_000;
const RULES = {
  stages: [
    { percent: 5, minutes: 10 },
    { percent: 50, minutes: 10 },
  ],
  watchMinutes: 10,
};

let project: TestProject;
let model: Model;
let names = 0;

beforeAll(async () => {
  project = await createTestProject();
});
/** A model of its own per test. */
beforeEach(async () => {
  names += 1;
  model = await makePromotable(project, `promoted-${names}`);
  await rules(RULES);
});

const rules = (content: object) => savePromotionRules(project, content);

const ask = async (by: 'scientist' | 'administrator' = 'scientist', version = 2) =>
  callRoute('POST', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf(by),
    body: { version, reason: 'better in May' },
  });

async function act(path: string, by: 'scientist' | 'administrator', id: string, body: object = {}): Promise<Response> {
  return callRoute('POST', path, {
    params: path.includes('{id}') ? { id } : { model: model.id },
    headers: await project.cookieOf(by),
    body,
  });
}

const now = async (): Promise<Model> => getModel(systemCtxOfTest(), { model: model.id });

async function listed(): Promise<PromotionList> {
  const found = await callRoute('GET', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf('reviewer'),
  });
  return PromotionList.parse(await found.json());
}

async function latest(): Promise<Promotion> {
  const [promotion] = (await listed()).promotions;
  if (!promotion) throw new Error('there is no promotion');
  return promotion;
}

const later = (minutes: number): Ctx => ({
  ...systemCtxOfTest(),
  now: () => new Date(Date.now() + minutes * MINUTE_MS),
});

/** Looks at all promotions that are due at a moment. */
async function watch(minutes: number): Promise<void> {
  while (await watchNextPromotion(later(minutes)));
}

/** Calls of a version at a moment, as a drainer would have counted them. */
async function calls(
  version: number,
  minutes: number,
  of: { ok: number; failed?: number; route?: 'champion' | 'canary' },
): Promise<void> {
  await countCalls(model, {
    version,
    route: of.route ?? (version === 1 ? 'champion' : 'canary'),
    origin: 'api',
    atMs: Date.now() + minutes * MINUTE_MS,
    ok: of.ok,
    errors: { '500': of.failed ?? 0 },
  });
}

/** As many calls of both versions as guards need. */
async function enough(minutes: number): Promise<void> {
  await calls(1, minutes, { ok: 100 });
  await calls(2, minutes, { ok: 100 });
}

/** A report of version 2 with one check that fails. */
const failReport = async () =>
  systemCtxOfTest().db.validationReport.create({
    data: {
      ...{ projectId: project.id, modelId: model.id, versionNumber: 2, kind: 'validation', createdBy: 'test' },
      ...{ filename: '', fileSha256: '' },
      result: {
        plan: {},
        rows: null,
        measurements: [{ check: 'determinism', outcome: 'bad', why: 'differ', facts: { n: 64, differing: 3 } }],
      },
    },
  });

test('a rule of the gate that is broken on the way takes a promotion back, and refuses the next one', async () => {
  expect((await ask()).status).toBe(201);
  await failReport();
  await enough(1);
  await watch(11);
  expect(await latest()).toMatchObject({
    state: 'rolled-back',
    problem: {
      kind: 'gate',
      message: expect.stringContaining('3 of 64 rows are answered differently the second time.'),
    },
  });
  const refused = await ask();
  expect([refused.status, (await refused.json()).reason]).toEqual([409, 'gate_failed']);
});

test('who passes the gate with a reason has passed it for the whole way', async () => {
  await failReport();
  const asked = await callRoute('POST', '/api/models/{model}/promotions', {
    params: { model: model.id },
    headers: await project.cookieOf('administrator'),
    body: { version: 2, reason: 'better in May' },
    query: { override: 'chance is wanted here' },
  });
  expect(Promotion.parse(await asked.json())).toMatchObject({ state: 'rolling', override: 'chance is wanted here' });
  await enough(1);
  await watch(11);
  await enough(12);
  await watch(22);
  expect(await latest()).toMatchObject({ state: 'watching', problem: null });
  expect((await now()).champion).toBe(2);
});

test('a version goes through its stages, and its promotion ends when nothing broke', async () => {
  const asked = await ask();
  expect(asked.status).toBe(201);
  expect(Promotion.parse(await asked.json())).toMatchObject({
    state: 'rolling',
    stage: 0,
    fromNumber: 1,
    versionNumber: 2,
  });
  expect((await now()).deployment.canary).toMatchObject({ version: 2, percent: 5 });
  await enough(1);
  await watch(9);
  expect((await latest()).stage).toBe(0);
  await watch(11);
  expect(await latest()).toMatchObject({ state: 'rolling', stage: 1 });
  expect((await now()).deployment.canary).toMatchObject({ version: 2, percent: 50 });
  await enough(12);
  await watch(22);
  expect(await latest()).toMatchObject({ state: 'watching', stage: 2 });
  expect(await now()).toMatchObject({ champion: 2, deployment: { canary: null } });
  await watch(31);
  expect((await latest()).state).toBe('watching');
  await watch(33);
  expect(await latest()).toMatchObject({ state: 'done', problem: null });
  expect((await listed()).champion).toBe(2);
  expect(await auditActions(`model:${model.name}/2`)).toEqual([
    'version.register',
    'promotion.ask',
    'promotion.stage',
    'promotion.stage',
    'promotion.full',
  ]);
});

test('a version that fails calls is taken back by its guard, in its stage and after it', async () => {
  await ask();
  await calls(1, 1, { ok: 1000 });
  await calls(2, 1, { ok: 30, failed: 20 });
  await watch(2);
  const stopped = await latest();
  expect(stopped).toMatchObject({ state: 'rolled-back', problem: { kind: 'guard' } });
  expect(stopped.problem?.message).toContain('Failed calls: 40 % (n = 50), champion 0 % (n = 1000)');
  expect(await now()).toMatchObject({ champion: 1, deployment: { canary: null } });
  await rules({ stages: [], watchMinutes: 60 });
  expect(Promotion.parse(await (await ask()).json())).toMatchObject({ state: 'watching', stage: 0 });
  expect((await now()).champion).toBe(2);
  // What it answered as a canary a moment ago is not what it answers now.
  await calls(2, 3, { ok: 10, failed: 90 });
  await watch(4);
  expect((await now()).champion).toBe(2);
  await calls(2, 3, { ok: 10, failed: 90, route: 'champion' });
  await watch(5);
  expect((await now()).champion).toBe(1);
  expect(await latest()).toMatchObject({ state: 'rolled-back', problem: { kind: 'guard' } });
});

test('where a second person approves, nobody passes alone', async () => {
  await rules({ ...RULES, approval: 'second-person' });
  const direct = await callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    params: { model: model.id, number: '2' },
    headers: await project.cookieOf('scientist'),
    body: {},
  });
  expect([direct.status, (await direct.json()).reason]).toEqual([409, 'needs_approval']);
  const asked = Promotion.parse(await (await ask()).json());
  expect(asked.state).toBe('asked');
  expect((await now()).deployment.canary).toBeNull();
  await watch(60);
  expect((await latest()).state).toBe('asked');
  const own = await act('/api/promotions/{id}/decision', 'scientist', asked.id, { approve: true });
  expect([own.status, (await own.json()).reason]).toEqual([403, 'own_promotion']);
  const second = await ask('administrator');
  expect([second.status, (await second.json()).reason]).toEqual([409, 'promotion_open']);
  const approved = await act('/api/promotions/{id}/decision', 'administrator', asked.id, {
    approve: true,
    reason: 'seen',
  });
  expect(Promotion.parse(await approved.json())).toMatchObject({ state: 'rolling', stage: 0, decision: 'seen' });
  const again = await act('/api/promotions/{id}/decision', 'administrator', asked.id, { approve: false });
  expect([again.status, (await again.json()).reason]).toEqual([409, 'promotion_decided']);
  await rules(RULES);
});

test('a stage waits for calls enough, then asks a person, and goes on only by hand', async () => {
  await rules({ ...RULES, approval: 'second-person', waitHours: 1 });
  const { id } = Promotion.parse(await (await ask()).json());
  await act('/api/promotions/{id}/decision', 'administrator', id, { approve: true });
  const early = await act('/api/promotions/{id}/continue', 'administrator', id);
  expect([early.status, (await early.json()).reason]).toEqual([409, 'not_paused']);
  await calls(1, 1, { ok: 500 });
  await calls(2, 1, { ok: 43 });
  await watch(11);
  const waiting = await latest();
  expect(waiting).toMatchObject({ state: 'rolling', stage: 0, pausedAt: null });
  const views = Object.fromEntries((waiting.guards?.views ?? []).map((view) => [view.guard, view]));
  expect(views.errors).toMatchObject({ verdict: 'ok', counted: 43, needed: 20 });
  expect(views.latency).toMatchObject({ verdict: 'few', counted: 43, needed: 100, isAwaited: true });
  // Nobody labels this model.
  expect(views.accuracy).toMatchObject({ verdict: 'few', counted: 0, isAwaited: false });
  await watch(69);
  expect((await latest()).pausedAt).toBeNull();
  await watch(71);
  const paused = await latest();
  expect(paused).toMatchObject({ state: 'rolling', stage: 0, pausedAt: expect.any(String) });
  expect((await now()).deployment.canary).toMatchObject({ version: 2, percent: 5 });
  const told = await systemCtxOfTest().db.notification.findMany({
    where: { projectId: project.id, kind: 'promotion-paused' },
  });
  expect(told.map(({ personId }) => personId).sort()).toEqual(
    [project.people.administrator.id, project.people.scientist.id].sort(),
  );
  expect(told[0]).toMatchObject({ values: { model: model.name, version: '2' } });
  await calls(2, 72, { ok: 500 });
  await watch(73);
  expect(await latest()).toMatchObject({ stage: 0, pausedAt: paused.pausedAt });
  const own = await act('/api/promotions/{id}/continue', 'scientist', id);
  expect([own.status, (await own.json()).reason]).toEqual([403, 'own_promotion']);
  const on = await act('/api/promotions/{id}/continue', 'administrator', id, { reason: 'seen enough' });
  expect(Promotion.parse(await on.json())).toMatchObject({ state: 'rolling', stage: 1, pausedAt: null });
  expect((await now()).deployment.canary).toMatchObject({ version: 2, percent: 50 });
  expect((await auditActions(`model:${model.name}/2`)).slice(-3)).toEqual([
    'promotion.pause',
    'promotion.continue',
    'promotion.stage',
  ]);
});

test('a guard that breaks while a stage asks a person takes the version back', async () => {
  await rules({ ...RULES, waitHours: 1 });
  await ask();
  await watch(71);
  expect((await latest()).pausedAt).not.toBeNull();
  await calls(1, 72, { ok: 500 });
  await calls(2, 72, { ok: 10, failed: 90 });
  await watch(74);
  expect(await latest()).toMatchObject({ state: 'rolled-back', problem: { kind: 'guard' } });
  expect(await now()).toMatchObject({ champion: 1, deployment: { canary: null } });
});

test('a rejected promotion changes nothing, and one whose champion has changed is asked anew', async () => {
  await rules({ ...RULES, approval: 'second-person' });
  const first = Promotion.parse(await (await ask()).json());
  const rejected = await act('/api/promotions/{id}/decision', 'administrator', first.id, {
    approve: false,
    reason: 'too soon',
  });
  expect(Promotion.parse(await rejected.json())).toMatchObject({ state: 'rejected', decision: 'too soon' });
  expect(await now()).toMatchObject({ champion: 1, deployment: { canary: null } });
  await uploadFixture(project, 'iris_logreg_zipmap', model.name);
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
  const next = Promotion.parse(await (await ask()).json());
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 3 } });
  const late = await act('/api/promotions/{id}/decision', 'administrator', next.id, { approve: true });
  expect([late.status, (await late.json()).reason]).toEqual([409, 'champion_changed']);
  await rules(RULES);
});

test('a rollback brings the champion of before back, out of a stage and after it', async () => {
  await ask();
  const rolled = await act('/api/models/{model}/rollback', 'scientist', '', { reason: 'looks wrong' });
  expect((await rolled.json()).champion).toBe(1);
  expect(await now()).toMatchObject({ champion: 1, deployment: { canary: null } });
  expect(await latest()).toMatchObject({ state: 'rolled-back', problem: { kind: 'person' } });
  expect((await latest()).problem?.message).toContain('looks wrong');
  await rules({ stages: [], watchMinutes: 0 });
  await ask();
  await watch(1);
  expect(await latest()).toMatchObject({ state: 'done' });
  await act('/api/models/{model}/rollback', 'scientist', '');
  expect((await now()).champion).toBe(1);
  // What a rollback took away is nothing to go back to.
  const again = await act('/api/models/{model}/rollback', 'scientist', '');
  expect([again.status, (await again.json()).reason]).toEqual([409, 'no_champion_before']);
  expect((await now()).champion).toBe(1);
  await rules(RULES);
});

test('a promotion that somebody stops, or whose traffic somebody changes, ends', async () => {
  const asked = Promotion.parse(await (await ask()).json());
  const stopped = await act('/api/promotions/{id}/stop', 'scientist', asked.id);
  expect(Promotion.parse(await stopped.json())).toMatchObject({ state: 'stopped' });
  expect((await now()).deployment.canary).toBeNull();
  const over = await act('/api/promotions/{id}/stop', 'scientist', asked.id);
  expect([over.status, (await over.json()).reason]).toEqual([409, 'promotion_over']);
  await ask();
  const { deployment } = await now();
  await systemCtxOfTest().db.model.update({
    where: { id: model.id },
    data: { deployment: { ...deployment, canary: null } },
  });
  await watch(1);
  expect(await latest()).toMatchObject({ state: 'rolled-back', problem: { kind: 'changed' } });
  expect((await now()).champion).toBe(1);
});

test('what cannot be promoted is refused with the reason', async () => {
  const champion = await ask('scientist', 1);
  expect([champion.status, (await champion.json()).reason]).toEqual([422, 'is_champion']);
  expect((await ask('scientist', 9)).status).toBe(404);
  await uploadFixture(project, 'diabetes_ridge', model.name);
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
  const other = await ask('scientist', 3);
  expect([other.status, (await other.json()).reason]).toEqual([422, 'signature_differs']);
  const faulty = await callRoute('PUT', '/api/promotion-rules', {
    headers: { authorization: `Bearer ${project.keys.admin}`, 'x-project': project.id },
    body: {
      stages: [
        { percent: 50, minutes: 1 },
        { percent: 10, minutes: 1 },
      ],
    },
  });
  expect(faulty.status).toBe(422);
  expect(PromotionRules.parse({}).stages.map(({ percent }) => percent)).toEqual([1, 10, 50]);
});
