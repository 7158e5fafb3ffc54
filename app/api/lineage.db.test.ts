import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { Lineage } from '@/lib/domain/lineage/schema';
import { emptyMeasures } from '@/lib/domain/performance/measures';
import { measuresToJson } from '@/lib/domain/performance/measures-json';
import { ensureDays } from '@/lib/domain/predictions';
import { promoteVersion } from '@/lib/domain/registry';
import type { Model } from '@/lib/domain/registry/schema';
import { uuid7 } from '@/lib/platform/uuid7';
import { callRoute } from './call-route';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const HOUR_MS = 3_600_000;
const now = Date.now();
const hour = (back: number) => new Date(Math.floor(now / HOUR_MS) * HOUR_MS - back * HOUR_MS);

let project: TestProject;
let model: Model;
const learnt = randomUUID();
const made = randomUUID();

beforeAll(async () => {
  project = await createTestProject();
  ({ model } = await uploadFixture(project, 'iris_logreg_zipmap', 'iris'));
  await uploadFixture(project, 'iris_logreg_zipmap', 'iris');
  await promoteVersion(project.as('administrator'), { model: model.id, number: 2, gate: async () => null });
  const { db } = systemCtxOfTest();
  const of = { projectId: project.id, modelId: model.id };
  const saveDataset = async (id: string, name: string, source: object) => {
    await db.namedDataset.create({
      data: { id, projectId: project.id, name, description: '', createdBy: 'test', createdAt: hour(50) },
    });
    await db.datasetVersion.create({
      data: {
        ...{ datasetId: id, number: 1, projectId: project.id, rows: 150, columns: [], roles: {}, sha256: 'aa' },
        ...{ sizeBytes: 10, hashesSha256: 'bb', examLeftOut: 0, source, profile: {}, createdBy: 'test' },
        createdAt: hour(50),
      },
    });
  };
  await saveDataset(learnt, 'flowers', { kind: 'upload', filename: 'flowers.csv', sha256: 'aa' });
  await saveDataset(made, 'flowers of the log', {
    kind: 'query',
    query: {
      ...{
        modelId: model.id,
        model: 'iris',
        versions: [2],
        from: hour(40),
        to: hour(1),
        filters: [],
        reviewedOnly: true,
      },
      ...{ labelSources: ['review'], context: [], asOf: hour(1) },
    },
  });
  await saveDataset(randomUUID(), 'of nobody', { kind: 'upload', filename: 'x.csv', sha256: 'cc' });
  const pinned = {
    ...{ datasetId: learnt, datasetName: 'flowers', datasetNumber: 1, datasetSha256: 'aa', rows: 150, cutOff: null },
    ...{ target: 'kind', features: ['a'], folds: 0, seed: 0, environment: null },
    method: { algorithm: 'logistic' },
  };
  const run = async (number: number, state: string, versionNumber: number | null) => {
    const id = uuid7();
    await db.trainingRun.create({
      data: {
        ...{ id, ...of, number, state, startedBy: {}, recipe: {}, pinned, versionNumber, createdBy: 'test' },
        ...{ createdAt: hour(30), finishedAt: hour(29) },
      },
    });
    return id;
  };
  const runId = await run(1, 'finished', 2);
  await run(2, 'failed', null);
  await db.version.update({
    where: { modelId_number: { modelId: model.id, number: 2 } },
    data: { trainingRunId: runId, trainedOn: { datasetId: learnt, datasetNumber: 1, rows: 150, cutOff: null } },
  });
  const rollup = (versionNumber: number, route: string, back: number, rows: number, origin = 'api') =>
    db.predictionRollup.create({
      data: {
        ...{ spool: randomUUID(), ...of, versionNumber, route, origin, grain: 'hour', at: hour(back), calls: 1, rows },
        ...{ errors: {}, latency: '', features: {}, outputs: {} },
      },
    });
  await rollup(1, 'champion', 20, 30);
  await rollup(1, 'champion', 18, 12);
  await rollup(2, 'canary', 19, 5);
  await rollup(2, 'shadow', 25, 40);
  await rollup(2, 'champion', 2, 7);
  await rollup(2, 'champion', 2, 1000, 'try');
  await ensureDays(systemCtxOfTest(), [new Date(now).toISOString().slice(0, 10)]);
  for (const verdict of ['wrong', 'wrong', 'right']) {
    const id = uuid7(now);
    await db.prediction.create({
      data: {
        ...{ id, ...of, versionNumber: 2, receivedAt: new Date(now), rows: 1, route: 'champion', origin: 'api' },
        ...{
          protocol: 'open-inference',
          queueUs: 0,
          runUs: 0,
          outcomes: ['0'],
          tensors: Buffer.alloc(0),
          truncated: false,
        },
      },
    });
    await db.feedback.create({ data: { ...of, predictionId: id, verdict, givenBy: 'test' } });
  }
  await db.performanceDay.create({
    data: {
      ...of,
      ...{ versionNumber: 2, route: 'champion', day: hour(24), ownDay: hour(24), source: 'chosen' },
      measures: JSON.parse(JSON.stringify({ ...measuresToJson(emptyMeasures()), labelled: 4 })),
      updatedAt: new Date(now),
    },
  });
});

const read = async (role: 'scientist' | 'reviewer' | 'user') =>
  callRoute('GET', '/api/models/{model}/lineage', { params: { model: 'iris' }, headers: await project.cookieOf(role) });

test('tells where versions came from, what they did, and what was made of it', async () => {
  const lineage = Lineage.parse(await (await read('scientist')).json());
  expect(lineage.versionsInAll).toBe(2);
  const [second, first] = lineage.versions;
  expect(first).toMatchObject({ number: 1, run: null, dataset: null, rows: 42, shadowRows: 0, labelled: 0 });
  expect(first?.firstCallAt).toBe(hour(20).toISOString());
  expect(first?.lastCallAt).toBe(hour(18).toISOString());
  expect(second).toMatchObject({
    ...{ number: 2, isChampion: true, run: 1, dataset: { id: learnt, number: 1 }, rows: 12, shadowRows: 40 },
    ...{ feedback: { right: 1, wrong: 2 }, labelled: 4 },
  });
  expect(second?.periods.map(({ role, to }) => [role, to === null])).toEqual([
    ['shadow', false],
    ['canary', false],
    ['champion', true],
  ]);
  expect(lineage.runs.map(({ number, state, version, dataset }) => [number, state, version, dataset?.id])).toEqual([
    [2, 'failed', null, learnt],
    [1, 'finished', 2, learnt],
  ]);
  expect(new Map(lineage.datasets.map(({ name, collected }) => [name, collected]))).toEqual(
    new Map<string, object | null>([
      ['flowers', null],
      ['flowers of the log', { versions: [2], reviewedOnly: true }],
    ]),
  );
  expect(lineage.isFeedbackWhole).toBe(true);
});

test('is for those who see versions', async () => {
  expect((await read('reviewer')).status).toBe(200);
  expect((await read('user')).status).toBe(403);
});
