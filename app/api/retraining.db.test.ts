import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getReference } from '@/lib/domain/datasets';
import { listVersions } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { runNextTraining, type TrainingTools } from '@/lib/domain/retraining';
import { LogPage, RecipeView, RunDetail, RunPage, TrainingRun } from '@/lib/domain/retraining/schema';
import type { InferRows } from '@/lib/domain/validation';
import { runnerInference } from '@/lib/domain/validation/fixtures/runner-inference';
import type { Ctx } from '@/lib/platform/context';
import { callRoute } from './call-route';
import { saveDataset } from './save-dataset';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
let model: Model;
let names = 0;

beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  names += 1;
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', `loop-${names}`));
});
afterAll(async () => {
  await systemCtxOfTest().db.trainingRun.deleteMany({ where: { projectId: project.id, finishedAt: null } });
});

const key = () => ({ authorization: `Bearer ${project.keys.write}` });

/** 0 to below 1, the same for the same number. */
const chance = (of: number) => createHash('sha256').update(String(of)).digest().readUInt32BE(0) / 2 ** 32;

const CARRIERS = ['AA', 'DL', 'UA'];

/** Rows of some days; a flight is late by its wind, its carrier and chance. */
function flights(rows: number, from = 0): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const at = from + i;
    const wind = 30 * chance(3 * at);
    const carrier = CARRIERS[Math.floor(3 * chance(3 * at + 1))] ?? '';
    const late = wind / 30 + (carrier === 'UA' ? 0.4 : 0) + 0.5 * chance(3 * at + 2) > 1 ? 1 : 0;
    const day = new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString();
    return `${day},${carrier},${wind.toFixed(2)},7,${late}`;
  });
  return ['at,carrier,wind,empty,late', ...lines].join('\n');
}

const saveFlights = (name: string, csv: string, target: string | null = 'late'): Promise<string> =>
  saveDataset(project, { name, csv, roles: { target, time: 'at', features: ['carrier', 'wind', 'empty'] } });

const BOOSTING = { algorithm: 'gradient-boosting', task: 'classification', rounds: 20, minRowsInLeaf: 5 };

async function saveRecipe(recipe: object, of: Model = model): Promise<Response> {
  return callRoute('PUT', '/api/models/{model}/training-recipe', {
    params: { model: of.id },
    headers: key(),
    body: recipe,
  });
}

async function begin(body: object = {}, of: Model = model): Promise<TrainingRun> {
  const started = await callRoute('POST', '/api/models/{model}/retrain', {
    params: { model: of.id },
    headers: key(),
    body,
  });
  expect(started.status).toBe(202);
  return TrainingRun.parse(await started.json());
}

async function look(run: number): Promise<RunDetail> {
  const found = await callRoute('GET', '/api/models/{model}/training-runs/{run}', {
    params: { model: model.id, run: String(run) },
    headers: key(),
  });
  return RunDetail.parse(await found.json());
}

const toolsOf = (more: Partial<TrainingTools> = {}): TrainingTools => ({
  infer: runnerInference(systemCtxOfTest()),
  wait: () => Promise.resolve(),
  stopping: new AbortController().signal,
  publicUrl: 'http://localhost:3000',
  ...more,
});

/** Works on runs until none is left. */
async function workAll(more: Partial<TrainingTools> = {}, ctx: Ctx = systemCtxOfTest()): Promise<void> {
  while (await runNextTraining(ctx, toolsOf(more)));
}

test('a run goes from rows with labels to a version that answers as its trainer does, and takes no traffic', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(600));
  const saved = RecipeView.parse(await (await saveRecipe({ datasetId, method: BOOSTING, folds: 2 })).json());
  expect(saved.recipe).toMatchObject({ datasetNumber: null, features: null, folds: 2, seed: 0, maxMinutes: 60 });
  const begun = await begin({ note: 'winter came' });
  expect(begun).toMatchObject({ number: 1, state: 'waiting', versionNumber: null });
  await workAll();
  const run = await look(1);
  expect(run.problem).toBeNull();
  expect(run).toMatchObject({ state: 'finished', versionNumber: 2, progress: 1, attempts: 1 });
  expect(run.startedBy).toMatchObject({ kind: 'key', note: 'winter came' });
  expect(run.steps.map(({ name }) => name)).toEqual(['rows', 'folds', 'training', 'file', 'parity']);
  expect(run.steps.every(({ endedAt }) => endedAt !== null)).toBe(true);
  expect(run.pinned).toMatchObject({
    datasetNumber: 1,
    rows: 600,
    cutOff: new Date(Date.UTC(2026, 0, 1) + 599 * 3_600_000).toISOString(),
    target: 'late',
    features: ['carrier', 'wind', 'empty'],
  });
  expect(run.losses.map(({ round }) => round)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(run.losses.at(-1)?.trainLoss).toBeLessThan(run.losses[0]?.trainLoss ?? 0);
  const { outcome } = run;
  expect(outcome?.parity).toMatchObject({ rows: 600, agreed: 600 });
  expect(outcome?.dropped.map(({ column }) => column)).toEqual(['empty']);
  expect(outcome?.crossValidation?.by).toBe('time');
  expect(outcome?.crossValidation?.metrics.rocAuc?.mean).toBeGreaterThan(0.85);
  expect(outcome?.importance[0]?.column).toBe('wind');
  // Another model was there before, which takes other inputs.
  expect(outcome?.takesSameInputs).toBe(false);
  const [version] = (await listVersions(project.as('scientist'), { model: model.id })).versions;
  expect(version).toMatchObject({
    number: 2,
    isChampion: false,
    trainingRunId: run.id,
    trainedOn: { datasetId, datasetNumber: 1, rows: 600, cutOff: run.pinned?.cutOff },
  });
  const { reference } = await getReference(project.as('scientist'), { model: model.id, number: 2 });
  expect(reference).toMatchObject({ rows: 600, filename: `flights ${names} version 1.csv` });
  expect(Object.keys(reference?.columns ?? {}).sort()).toEqual(['carrier', 'empty', 'wind']);
  const log = LogPage.parse(
    await (
      await callRoute('GET', '/api/models/{model}/training-runs/{run}/log', {
        params: { model: model.id, run: '1' },
        headers: key(),
      })
    ).json(),
  );
  expect(log.isOver).toBe(true);
  expect(log.lines.map(({ text }) => text)).toContain('600 of 600 rows are answered by the file as by the trainer.');
  expect(log.lines.map(({ number }) => number)).toEqual(log.lines.map((_, i) => i + 1));
  expect(await auditActions(`model:${model.name}/training/1`)).toEqual(['training-run.start']);
  expect(await auditActions(`training-run:${run.id}`)).toEqual(['training-run.finish']);
});

test('the same inputs give the same file', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(300));
  await saveRecipe({ datasetId, method: { ...BOOSTING, earlyStopping: { rounds: 3, share: 0.2 } }, folds: 0, seed: 4 });
  await begin();
  await begin();
  await workAll();
  const { versions } = await listVersions(project.as('scientist'), { model: model.id });
  expect(versions.map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(versions[0]?.sha256).toBe(versions[1]?.sha256);
});

test('a recipe that does not fit its dataset is refused, and a model without one is not trained', async () => {
  const none = await callRoute('POST', '/api/models/{model}/retrain', {
    params: { model: model.id },
    headers: key(),
    body: {},
  });
  expect([none.status, (await none.json()).reason]).toEqual([409, 'no_recipe']);
  const datasetId = await saveFlights(`flights ${names}`, flights(30));
  const untold = await saveFlights(`untold ${names}`, flights(30), null);
  for (const [recipe, status, reason] of [
    [{ datasetId, method: BOOSTING, features: ['wind', 'rain'] }, 422, 'no_such_column'],
    [{ datasetId, method: BOOSTING, features: ['wind', 'late'] }, 422, 'target_is_feature'],
    [{ datasetId: untold, method: BOOSTING }, 422, 'no_target_column'],
    [{ datasetId, datasetNumber: 7, method: BOOSTING }, 404, undefined],
    [{ datasetId: '01999999-0000-7000-8000-000000000000', method: BOOSTING }, 404, undefined],
    [{ datasetId, method: { algorithm: 'ridge', rounds: 3 } }, 422, undefined],
    [{ datasetId, method: BOOSTING, folds: 1 }, 422, undefined],
  ] as const) {
    const refused = await saveRecipe(recipe);
    expect([JSON.stringify(recipe), refused.status, (await refused.json()).reason]).toEqual([
      JSON.stringify(recipe),
      status,
      reason,
    ]);
  }
});

test('rows that nothing can be learnt from end a run with the reason, and leave no version', async () => {
  const one = flights(200).replace(/,[01]$/gm, ',1');
  for (const [i, [csv, method, code]] of (
    [
      [one, BOOSTING, 'one_class'],
      [flights(200).replace(/,[01]$/gm, ','), BOOSTING, 'no_target'],
      [flights(200).replace(/,[01]$/gm, ',late'), { algorithm: 'ridge' }, 'target_not_numbers'],
    ] as const
  ).entries()) {
    const datasetId = await saveFlights(`bad ${names} ${i}`, csv);
    await saveRecipe({ datasetId, method, folds: 0 });
    const { number } = await begin();
    await workAll();
    const run = await look(number);
    expect([run.state, run.problem?.code, run.versionNumber]).toEqual(['failed', code, null]);
    expect(run.problem?.message).toMatch(/\.$/);
  }
  expect((await listVersions(project.as('scientist'), { model: model.id })).versions).toHaveLength(1);
});

test('a file that answers otherwise than its trainer fails its run', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(200));
  await saveRecipe({ datasetId, method: { algorithm: 'logistic' }, folds: 0 });
  await begin();
  const wrong: InferRows = async (call) => {
    const right = await runnerInference(systemCtxOfTest())(call);
    return {
      ...right,
      answers: right.answers.map((answer, i) => (i === 3 ? { ...answer, probabilities: [0.5, 0.5] } : answer)),
    };
  };
  await workAll({ infer: wrong });
  const run = await look(1);
  expect([run.state, run.problem?.code, run.problem?.numbers]).toEqual([
    'failed',
    'parity',
    { rows: 200, different: 1 },
  ]);
});

test('a run that works is stopped', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(3000));
  await saveRecipe({ datasetId, method: { ...BOOSTING, rounds: 2000, minRowsInLeaf: 1, leaves: 255 }, folds: 10 });
  await begin();
  const working = runNextTraining(systemCtxOfTest(), toolsOf());
  await expect.poll(async () => (await look(1)).progress, { timeout: 20_000 }).toBeGreaterThan(0.05);
  const stopped = await callRoute('POST', '/api/models/{model}/training-runs/{run}/stop', {
    params: { model: model.id, run: '1' },
    headers: key(),
    body: {},
  });
  expect(TrainingRun.parse(await stopped.json())).toMatchObject({ state: 'running', isStopping: true });
  await working;
  expect(await look(1)).toMatchObject({ state: 'stopped', isStopping: false, versionNumber: null });
  const again = await callRoute('POST', '/api/models/{model}/training-runs/{run}/stop', {
    params: { model: model.id, run: '1' },
    headers: key(),
    body: {},
  });
  expect([again.status, (await again.json()).reason]).toEqual([409, 'run_is_over']);
});

test('a run that waits is stopped at once, and the highest priority goes first', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(200));
  await saveRecipe({ datasetId, method: { algorithm: 'logistic' }, folds: 0 });
  await begin();
  await begin({ priority: 5 });
  await begin();
  await callRoute('POST', '/api/models/{model}/training-runs/{run}/stop', {
    params: { model: model.id, run: '3' },
    headers: key(),
    body: {},
  });
  await runNextTraining(systemCtxOfTest(), toolsOf());
  const { runs } = RunPage.parse(
    await (
      await callRoute('GET', '/api/models/{model}/training-runs', { params: { model: model.id }, headers: key() })
    ).json(),
  );
  expect(runs.map(({ number, state }) => [number, state])).toEqual([
    [3, 'stopped'],
    [2, 'finished'],
    [1, 'waiting'],
  ]);
  await workAll();
});

test('a worker that stops gives its run back, and one whose lease ran out loses it to another', async () => {
  const datasetId = await saveFlights(`flights ${names}`, flights(300));
  await saveRecipe({ datasetId, method: BOOSTING, folds: 0 });
  await begin();
  const stopping = new AbortController();
  stopping.abort();
  await runNextTraining(systemCtxOfTest(), toolsOf({ stopping: stopping.signal }));
  expect(await look(1)).toMatchObject({ state: 'waiting', attempts: 0 });
  // The first worker comes as far as its file's answers, and sleeps there for longer than its lease.
  let go = () => {};
  const asleep = new Promise<void>((resolve) => {
    go = resolve;
  });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const first = runNextTraining(
    systemCtxOfTest(),
    toolsOf({
      infer: async (call) => {
        arrive();
        await asleep;
        return runnerInference(systemCtxOfTest())(call);
      },
    }),
  );
  await arrived;
  const later: Ctx = { ...systemCtxOfTest(), now: () => new Date(Date.now() + 60_000) };
  await runNextTraining(later, toolsOf());
  go();
  await first;
  expect(await look(1)).toMatchObject({ state: 'finished', attempts: 2, versionNumber: 2 });
  const { versions } = await listVersions(project.as('scientist'), { model: model.id });
  expect(versions.map(({ number }) => number)).toEqual([2, 1]);
  expect(await auditActions(`training-run:${(await look(1)).id}`)).toEqual(['training-run.finish']);
});
