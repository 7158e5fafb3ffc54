import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyMeasures } from '@/lib/domain/performance/measures';
import { measuresToJson } from '@/lib/domain/performance/measures-json';
import type { Model } from '@/lib/domain/registry/schema';
import { startDueRun } from '@/lib/domain/retraining';
import { Recipe, type TrainingRun, TriggersPlan, TriggersView } from '@/lib/domain/retraining/schema';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { callRoute } from './call-route';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let project: TestProject;
let model: Model;
let rule: string;
let names = 0;

beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  names += 1;
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', `triggered-${names}`));
  rule = uuid7();
  const { db } = systemCtxOfTest();
  const now = new Date();
  // Off: nothing but the incidents of the tests opens.
  await db.alertRule.create({
    data: {
      id: rule,
      projectId: project.id,
      modelId: model.id,
      name: `drift ${names}`,
      ownerName: 'test',
      definition: {},
      enabled: false,
      mailTo: [],
      createdAt: now,
      updatedAt: now,
      dueAt: now,
      recent: [],
    },
  });
  await db.trainingRecipe.create({
    data: {
      modelId: model.id,
      projectId: project.id,
      content: Recipe.parse({ datasetId: uuid7(), method: { algorithm: 'logistic' } }),
      updatedBy: 'test',
      updatedAt: now,
    },
  });
});
afterEach(async () => {
  const { db } = systemCtxOfTest();
  await db.trainingRun.deleteMany({ where: { modelId: model.id } });
  await db.trainingTriggers.deleteMany({ where: { modelId: model.id } });
});

const headers = () => ({ authorization: `Bearer ${project.keys.write}` });
const later = (ms: number): Ctx => ({ ...systemCtxOfTest(), now: () => new Date(Date.now() + ms) });

async function save(triggers: object): Promise<Response> {
  return callRoute('PUT', '/api/models/{model}/training-triggers', {
    params: { model: model.id },
    headers: headers(),
    body: triggers,
  });
}

async function openIncident(ctx: Ctx, name = 'Drift of wind'): Promise<void> {
  await ctx.db.alertIncident.create({
    data: {
      id: uuid7(ctx.now().getTime()),
      projectId: project.id,
      modelId: model.id,
      ruleId: rule,
      rule: { name },
      level: 'warn',
      openedAt: ctx.now(),
      closedAt: ctx.now(),
      latest: {},
    },
  });
}

async function look(ctx: Ctx): Promise<TrainingRun['startedBy'][]> {
  while (await startDueRun(ctx));
  const rows = await ctx.db.trainingRun.findMany({ where: { modelId: model.id }, orderBy: { number: 'asc' } });
  return rows.map(({ startedBy }) => startedBy as TrainingRun['startedBy']);
}

test('triggers are saved and shown, and a rule of another model is refused', async () => {
  const saved = await save({ corrections: 50, restHours: 12, schedule: { every: 'week', hour: 4 } });
  expect(TriggersView.parse(await saved.json()).triggers).toEqual({
    enabled: true,
    schedule: { every: 'week', weekday: 1, hour: 4 },
    rules: [],
    corrections: 50,
    labelledRows: null,
    dataset: false,
    restHours: 12,
    perWeek: 3,
    quiet: null,
  });
  const refused = await save({ rules: [uuid7()] });
  expect([refused.status, (await refused.json()).reason]).toEqual([422, 'no_such_rule']);
  const faulty = await save({ schedule: { every: 'hour', hour: 24 } });
  expect(faulty.status).toBe(422);
  expect(await auditActions(`model:${model.name}`)).toContain('training-triggers.save');
});

test('an incident starts one run, however often it is looked, and the next one after the rest', async () => {
  await save({ rules: [rule], restHours: 2, perWeek: 2 });
  expect(await look(later(1000))).toEqual([]);
  await openIncident(later(60_000));
  const started = await look(later(120_000));
  expect(started).toMatchObject([{ kind: 'trigger', reason: { kind: 'incident', rule: 'Drift of wind' } }]);
  await systemCtxOfTest().db.trainingRun.updateMany({ where: { modelId: model.id }, data: { finishedAt: new Date() } });
  expect(await look(later(300_000))).toHaveLength(1);
  // Another one within the rest waits for its end.
  await openIncident(later(HOUR_MS), 'Late again');
  expect(await look(later(1.5 * HOUR_MS))).toHaveLength(1);
  expect((await look(later(2.5 * HOUR_MS)))[1]).toMatchObject({ reason: { rule: 'Late again' } });
  await systemCtxOfTest().db.trainingRun.updateMany({ where: { modelId: model.id }, data: { finishedAt: new Date() } });
  // Two a week: the third waits until the first is a week old.
  await openIncident(later(10 * HOUR_MS));
  expect(await look(later(20 * HOUR_MS))).toHaveLength(2);
  expect(await look(later(7 * DAY_MS + HOUR_MS))).toHaveLength(3);
});

test('no run is started while one is open, nor by triggers that are off', async () => {
  await save({ rules: [rule], restHours: 0 });
  await openIncident(later(60_000));
  expect(await look(later(120_000))).toHaveLength(1);
  await openIncident(later(180_000));
  expect(await look(later(HOUR_MS))).toHaveLength(1);
  await systemCtxOfTest().db.trainingRun.updateMany({ where: { modelId: model.id }, data: { finishedAt: new Date() } });
  await save({ enabled: false, schedule: { every: 'day', hour: 0 } });
  expect(await look(later(3 * DAY_MS))).toHaveLength(1);
});

test('settled reviews, labelled rows and new versions of the dataset are counted', async () => {
  const { db } = systemCtxOfTest();
  const yesterday = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS);
  await db.performanceDay.create({
    data: {
      projectId: project.id,
      modelId: model.id,
      versionNumber: 1,
      route: 'champion',
      day: yesterday,
      ownDay: yesterday,
      source: 'complete',
      measures: JSON.parse(JSON.stringify({ ...measuresToJson(emptyMeasures()), labelled: 700 })),
      updatedAt: new Date(),
    },
  });
  for (const minutes of [10, 20, 30]) await openIncident(later(-minutes * 60_000));
  const ask = async (triggers: object) =>
    TriggersPlan.parse(
      await (
        await callRoute('POST', '/api/models/{model}/training-triggers/plan', {
          params: { model: model.id },
          headers: headers(),
          body: triggers,
        })
      ).json(),
    );
  const plan = await ask({ labelledRows: 700 });
  expect(plan.seen).toEqual({ incidents: 3, corrections: 0, labelledRows: 700, datasets: 0 });
  expect(plan.runs).toMatchObject([{ reason: { kind: 'labelled-rows', count: 700 } }]);
  expect((await ask({ labelledRows: 701 })).runs).toEqual([]);
  const daily = await ask({ schedule: { every: 'day', hour: 5 }, restHours: 0, perWeek: 50 });
  expect(daily.runs).toHaveLength(90);
  // Three a week are 39 in 90 days, or 37 where the first week is cut.
  const held = await ask({ schedule: { every: 'day', hour: 5 }, restHours: 0, perWeek: 3 });
  expect(held.runs.length).toBeGreaterThan(36);
  expect(held.runs.length).toBeLessThan(40);
});
