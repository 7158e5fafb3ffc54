import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { writeLabels } from '@/lib/domain/feedback';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import { ERASED_KEY } from '@/lib/domain/predictions/schema';
import { getServedVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { blameRow, runReplay } from '@/lib/domain/replay';
import { Replay, Replays } from '@/lib/domain/replay/schema';
import type { PredictionRecord } from '@/lib/domain/serving';
import { runnerInference } from '@/lib/domain/validation/fixtures/runner-inference';
import { database } from '@/lib/platform/database';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
const noon = (daysAgo: number) => (Math.floor(Date.now() / DAY) - daysAgo) * DAY + DAY / 2;
const AGES = [20, 35, 50, 65, 80];

let project: TestProject;
let model: Model;
/** What the file answers to the rows of `logRecord`. */
let truth: { outcome: string; probabilities: number[] }[];

beforeEach(async () => {
  project = await createTestProject();
  const name = `m-${randomUUID().slice(0, 8)}`;
  await uploadFixture(project, 'mixed_columns', name);
  ({ model } = await uploadFixture(project, 'mixed_columns', name));
  const rest = { sex: 'a', bmi: 24.5, s5: 4.5, pressure_band: 'raised', glucose_band: 'low' };
  const { answers } = await infer()({
    projectId: project.id,
    modelId: model.id,
    number: 1,
    rows: AGES.map((age) => ({ age, ...rest })),
  });
  truth = answers.map(({ outcome, probabilities }) => ({ outcome, probabilities: (probabilities ?? []).map(Number) }));
});

const infer = () => runnerInference(systemCtxOfTest());
const other = (outcome: string) => (outcome === 'fast' ? 'slow' : 'fast');

async function log(
  calls: readonly (Partial<PredictionRecord> & { ages?: readonly number[] })[],
): Promise<PredictionRecord[]> {
  const records = calls.map((call) => logRecord({ projectId: project.id, modelId: model.id }, call));
  await commitBatch(database().pool, newDrainState(randomUUID()), records, null);
  return records;
}

const start = async (body: object) =>
  callRoute('POST', '/api/models/{model}/replays', {
    params: { model: model.id },
    headers: await project.cookieOf('scientist'),
    body,
  });

async function replay(body: object): Promise<Replay> {
  const begun = await start(body);
  expect(begun.status).toBe(202);
  const { id } = Replay.parse(await begun.json());
  await runReplay(systemCtxOfTest(), { id }, { report: () => Promise.resolve(), infer: infer() });
  const found = (await list()).find((candidate) => candidate.id === id);
  if (!found) throw new Error('the replay is not listed');
  return found;
}

async function list(): Promise<Replay[]> {
  const found = await callRoute('GET', '/api/models/{model}/replays', {
    params: { model: model.id },
    headers: await project.cookieOf('scientist'),
  });
  return Replays.parse(await found.json()).replays;
}

const window = (fromDaysAgo: number, toDaysAgo: number) => ({
  version: 2,
  from: new Date(noon(fromDaysAgo) - 1000).toISOString(),
  to: new Date(noon(toDaysAgo) + 60_000).toISOString(),
});

test('a version says row by row what it would have said to the calls of a window, beside labels', async () => {
  const real = truth.map(({ outcome }) => outcome);
  const wrong = [other(real[0] ?? ''), ...real.slice(1)];
  const [, second] = await log([
    { t: noon(9), ages: AGES, o: wrong },
    { t: noon(3), ages: AGES, o: wrong },
    { t: noon(2), ages: AGES, o: real },
    { t: noon(2) + 1, ages: [50], inputs: { age: { shape: [1, 1] } }, o: ['fast'] },
    { t: noon(2) + 2, ages: AGES, origin: 'try', o: wrong },
    { t: noon(2) + 3, ages: [50], ctx: [{ [ERASED_KEY]: '2026-01-01' }], o: ['fast'] },
  ]);
  const id = second?.id ?? '';
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: [0, 1].map((row) => ({ predictionId: `${id}.${row}`, value: real[row] ?? '' })),
  });
  const done = await replay(window(3, 2));
  expect(done).toMatchObject({ state: 'done', version: 2, message: '' });
  const { result } = done;
  expect(result).toMatchObject({
    calls: 4,
    rows: 12,
    asked: 10,
    same: 9,
    different: 1,
    leftOut: { notKept: 2, personal: 0, lacking: 0, refused: 0, unanswered: 0 },
    isWhole: true,
    changes: [{ before: wrong[0], after: real[0], rows: 1 }],
    differences: null,
    truth: { measure: 'accuracy', n: 2, before: 0.5, after: 1, beforeCutOff: 0, learnt: 0, training: 'unknown' },
  });
  expect(result?.days.map(({ rows, different }) => [rows, different])).toEqual([
    [5, 1],
    [5, 0],
  ]);
  expect(result?.listed).toEqual([
    {
      rowId: `${id}.0`,
      at: new Date(noon(3)).toISOString(),
      version: 1,
      before: wrong[0],
      after: real[0],
      truth: real[0],
    },
  ]);
  // Nothing of it is in the log.
  const [count] = await systemCtxOfTest().db.$queryRaw<{ n: bigint }[]>`
    select count(*) as n from predictions where model_id = ${model.id}::uuid`;
  expect(Number(count?.n)).toBe(6);
});

test('no version is scored by rows up to its training cut-off', async () => {
  const real = truth.map(({ outcome }) => outcome);
  const [early, late] = await log([
    { t: noon(4), ages: AGES, o: real },
    { t: noon(2), ages: AGES, o: real },
  ]);
  await writeLabels(project.as('scientist'), {
    projectId: project.id,
    labels: [early?.id, late?.id].map((id) => ({ predictionId: `${id}.0`, value: real[0] ?? '' })),
  });
  await systemCtxOfTest().db.version.updateMany({
    where: { modelId: model.id, number: 2 },
    data: {
      trainedOn: { datasetId: randomUUID(), datasetNumber: 1, rows: 10, cutOff: new Date(noon(3)).toISOString() },
    },
  });
  const { result } = await replay(window(4, 2));
  expect(result).toMatchObject({ asked: 10, same: 10, truth: { n: 1, before: 1, after: 1, beforeCutOff: 1 } });
});

test('a window that ends before it begins, and a version that is not there, are refused; a replay can be stopped', async () => {
  expect((await start({ ...window(2, 3), from: new Date(noon(1)).toISOString() })).status).toBe(422);
  expect((await start({ ...window(3, 2), version: 9 })).status).toBe(404);
  const { id } = Replay.parse(await (await start(window(3, 2))).json());
  expect((await list()).map(({ state }) => state)).toEqual(['waiting']);
  const stopped = await callRoute('DELETE', '/api/models/{model}/replays/{id}', {
    params: { model: model.id, id },
    headers: await project.cookieOf('scientist'),
  });
  expect([stopped.status, await list()]).toEqual([204, []]);
  await runReplay(systemCtxOfTest(), { id }, { report: () => Promise.resolve(), infer: infer() });
  expect(await list()).toEqual([]);
  for (let i = 0; i < 5; i++) expect((await start(window(3, 2))).status).toBe(202);
  expect((await start(window(3, 2))).status).toBe(409);
});

test('blame: the version that answered gives the same bits again, and the versions are told one after another', async () => {
  const { served } = await getServedVersion(systemCtxOfTest(), { model: model.id, number: 1 });
  const { reading } = served;
  if (reading.task !== 'classification' || !reading.probabilities) throw new Error('the fixture tells probabilities');
  const shares = Float32Array.from(truth.flatMap(({ probabilities }) => probabilities));
  const outputs = { [reading.probabilities]: { shape: [AGES.length, reading.classes.length], data: shares } };
  const real = truth.map(({ outcome }) => outcome);
  const off = {
    [reading.probabilities]: {
      ...outputs[reading.probabilities],
      shape: [5, 2],
      data: shares.map((share) => share + 0.001),
    },
  };
  const [same, near, changed] = await log([
    { t: noon(2), ages: AGES, o: real, outputs },
    { t: noon(2) + 1, ages: AGES, o: real, outputs: off },
    { t: noon(2) + 2, ages: AGES, o: real.map(other), outputs },
  ]);
  const blame = (record: PredictionRecord | undefined) =>
    blameRow(project.as('scientist'), { id: `${record?.id}.2`, infer: infer() });
  const found = await blame(same);
  expect(found).toMatchObject({ version: 1, answer: real[2], again: 'same-bits', largestDifference: 0 });
  expect(found.versions).toEqual(
    [1, 2].map((version) => ({
      version,
      answer: real[2],
      share: truth[2]?.probabilities[reading.classes.indexOf(real[2] ?? '')],
      lack: null,
      isChange: false,
    })),
  );
  const moved = await blame(near);
  expect(moved.again).toBe('same-answer');
  expect(moved.largestDifference).toBeCloseTo(0.001, 5);
  expect((await blame(changed)).again).toBe('different');
  const [bare] = await log([{ t: noon(2) + 3, ages: [50], inputs: { age: { shape: [1, 1] } }, o: ['fast'] }]);
  expect(await blameRow(project.as('scientist'), { id: `${bare?.id}.0`, infer: infer() })).toMatchObject({
    again: 'not_kept',
    versions: [],
  });
  await expect(blameRow(project.as('reviewer'), { id: `${same?.id}.2`, infer: infer() })).rejects.toMatchObject({
    code: 'not_found',
  });
});
