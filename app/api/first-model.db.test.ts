import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCard } from '@/lib/domain/cards';
import { getReference } from '@/lib/domain/datasets';
import { ReferenceUpload } from '@/lib/domain/datasets/schema';
import { getModel, listVersions } from '@/lib/domain/registry';
import { runNextTraining } from '@/lib/domain/retraining';
import { FirstModelStarted, RunDetail, TrainingRun } from '@/lib/domain/retraining/schema';
import { runValidation, VALIDATION_JOB } from '@/lib/domain/validation';
import { runnerInference } from '@/lib/domain/validation/fixtures/runner-inference';
import { VersionValidation } from '@/lib/domain/validation/schema';
import { runNextJob } from '@/lib/engine/jobs';
import { callRoute } from './call-route';
import { saveDataset } from './save-dataset';
import { auditActions, createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(async () => {
  await systemCtxOfTest().db.trainingRun.deleteMany({ where: { projectId: project.id, finishedAt: null } });
});

const key = () => ({ authorization: `Bearer ${project.keys.write}` });

/** Rows of as many hours; late by the wind, with a rest that repeats every seven rows. */
const flights = Array.from({ length: 300 }, (_, i) => {
  const wind = (i * 37) % 30;
  const at = new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString();
  return `${at},${['AA', 'DL', 'UA'][i % 3]},${wind},,${wind + (i % 7) > 18 ? 1 : 0},gate ${i}`;
});
const save = (name: string, lines: readonly string[] = flights, roles: object = {}) =>
  saveDataset(project, {
    name,
    csv: ['at,carrier,wind,empty,late,gate', ...lines].join('\n'),
    roles: { target: 'late', time: 'at', entities: ['carrier'], features: ['wind', 'empty'], ...roles },
  });

const BOOSTING = { algorithm: 'gradient-boosting', task: 'classification', rounds: 10, minRowsInLeaf: 5 };

const train = (dataset: string, body: object) =>
  callRoute('POST', '/api/datasets/{dataset}/train', { params: { dataset }, headers: key(), body });

async function begin(dataset: string, body: object): Promise<FirstModelStarted> {
  const started = await train(dataset, body);
  expect([started.status, started.status === 202 ? '' : await started.clone().text()]).toEqual([202, '']);
  return FirstModelStarted.parse(await started.json());
}

async function workAll(): Promise<void> {
  const tools = {
    infer: runnerInference(systemCtxOfTest()),
    wait: () => Promise.resolve(),
    stopping: new AbortController().signal,
    publicUrl: 'http://localhost:3000',
  };
  while (await runNextTraining(systemCtxOfTest(), tools));
}

async function look(model: string, run = 1): Promise<RunDetail> {
  const found = await callRoute('GET', '/api/models/{model}/training-runs/{run}', {
    params: { model, run: String(run) },
    headers: key(),
  });
  return RunDetail.parse(await found.json());
}

const modelOf = (name: string) => getModel(project.as('scientist'), { model: name });

test('a dataset becomes a model whose version 1 names its rows, and answers nobody until it is promoted', async () => {
  const dataset = await save('winter');
  const { model, run, webhookSecret } = await begin(dataset, { name: 'winter-delays', method: BOOSTING, folds: 2 });
  expect(run).toMatchObject({ number: 1, state: 'waiting', recipe: { datasetId: dataset, target: null } });
  expect(webhookSecret).toBeNull();
  expect(await modelOf('winter-delays')).toMatchObject({ id: model.id, champion: null, versions: [] });
  await workAll();
  const done = await look(model.id);
  expect(done.problem).toBeNull();
  expect(done).toMatchObject({ state: 'finished', versionNumber: 1, outcome: { takesSameInputs: null } });
  expect(done.outcome?.crossValidation?.by).toBe('time');
  expect(done.outcome?.dropped.map(({ column }) => column)).toEqual(['empty']);
  expect(await modelOf('winter-delays')).toMatchObject({ champion: null, serving: false, versions: [1] });
  const [version] = (await listVersions(project.as('scientist'), { model: model.id })).versions;
  expect(version).toMatchObject({
    isChampion: false,
    loaded: true,
    trainingRunId: done.id,
    trainedOn: { datasetId: dataset, datasetNumber: 1, rows: 300 },
  });
  expect(version?.signature.inputs.map(({ name }) => name).sort()).toEqual(['empty', 'wind']);
  const { draft, published } = await getCard(project.as('scientist'), { model: model.id, number: 1 });
  expect(published).toBeNull();
  expect(draft?.fields.trainingData).toContain('Dataset "winter", version 1: 300 rows up to 2026-01-13');
  expect(draft?.fields.trainingProcedure).toContain(
    'Histogram gradient-boosted trees (classification), training run 1',
  );
  expect(draft?.fields.metrics).toMatch(/over 2 folds, each later than what taught it .*rocAuc 0\.\d+ ± /);
  expect((await getReference(project.as('scientist'), { model: model.id, number: 1 })).reference?.rows).toBe(300);
  const shown = await callRoute('GET', '/api/datasets/{dataset}', { params: { dataset }, headers: key() });
  expect((await shown.json()).usedBy).toMatchObject([{ kind: 'training', model: 'winter-delays', version: 1 }]);
  const promoted = await callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    params: { model: model.id, number: '1' },
    headers: key(),
    body: {},
  });
  expect(promoted.status, await promoted.clone().text()).toBe(200);
  expect(await modelOf('winter-delays')).toMatchObject({ champion: 1, serving: true });
  expect(await auditActions('model:winter-delays')).toEqual(['training-recipe.save']);
});

test('another column is learnt, split by group, and later runs take the newest version of the dataset', async () => {
  const dataset = await save('autumn');
  const { model, run } = await begin(dataset, {
    name: 'autumn-wind',
    datasetNumber: 1,
    target: 'wind',
    features: ['late', 'gate'],
    splitBy: 'group',
    method: { ...BOOSTING, task: 'regression', rounds: 3 },
    folds: 2,
  });
  expect(run.recipe).toMatchObject({ datasetNumber: 1, target: 'wind' });
  await workAll();
  const done = await look(model.id);
  expect(done.problem).toBeNull();
  expect(done.pinned).toMatchObject({ target: 'wind', features: ['late', 'gate'], datasetNumber: 1 });
  expect(done.outcome?.crossValidation?.by).toBe('group');
  const again = await callRoute('POST', '/api/models/{model}/retrain', {
    params: { model: model.id },
    headers: key(),
    body: {},
  });
  expect(TrainingRun.parse(await again.json()).recipe).toMatchObject({ datasetNumber: null, target: 'wind' });
  await workAll();
  expect(await look(model.id, 2)).toMatchObject({ state: 'finished', versionNumber: 2 });
  expect(await modelOf('autumn-wind')).toMatchObject({ champion: null, versions: [1, 2] });
});

test('what cannot be asked for makes nothing', async () => {
  const dataset = await save('spring');
  const untold = await save('spring untold', flights, { target: null, time: null, entities: [] });
  await uploadFixture(project, 'iris_logreg_zipmap', 'taken');
  for (const [of, body, status, reason] of [
    [dataset, { name: 'taken' }, 409, 'name_taken'],
    [dataset, { name: 'no name' }, 422, undefined],
    [dataset, { name: 'spring', target: 'rain' }, 422, 'no_such_column'],
    [dataset, { name: 'spring', features: ['rain'] }, 422, 'no_such_column'],
    [dataset, { name: 'spring', features: ['late'] }, 422, 'target_is_feature'],
    [dataset, { name: 'spring', datasetNumber: 9 }, 404, undefined],
    [untold, { name: 'spring' }, 422, 'no_target_column'],
    [untold, { name: 'spring', target: 'late', splitBy: 'time' }, 422, 'no_times'],
    [untold, { name: 'spring', target: 'late', splitBy: 'group' }, 422, 'no_groups'],
    ['01999999-0000-7000-8000-000000000000', { name: 'spring' }, 404, undefined],
  ] as const) {
    const refused = await train(of, { method: BOOSTING, ...body });
    expect([JSON.stringify(body), refused.status, (await refused.json()).reason]).toEqual([
      JSON.stringify(body),
      status,
      reason,
    ]);
  }
  await expect(modelOf('spring')).rejects.toMatchObject({ code: 'not_found' });
});

test('a run that nothing can be learnt from leaves a model without a version, which is trained again or deleted', async () => {
  const one = await save(
    'one class',
    flights.map((line) => line.replace(/,[01],gate/, ',1,gate')),
  );
  const empty = await save(
    'no target',
    flights.map((line) => line.replace(/,[01],gate/, ',,gate')),
  );
  const many = await save('many', flights, { target: 'gate', features: ['wind'] });
  for (const [name, dataset, method, code] of [
    ['bad-one', one, BOOSTING, 'one_class'],
    ['bad-empty', empty, BOOSTING, 'no_target'],
    ['bad-many', many, BOOSTING, 'too_many_classes'],
    ['bad-column', many, { ...BOOSTING, task: 'regression' }, 'target_not_numbers'],
    ['bad-null', one, { ...BOOSTING, task: 'regression' }, 'constant_target'],
  ] as const) {
    const { model } = await begin(dataset, { name, method, folds: 0 });
    await workAll();
    const run = await look(model.id);
    expect([name, run.state, run.problem?.code, run.versionNumber]).toEqual([name, 'failed', code, null]);
    expect(await modelOf(name)).toMatchObject({ champion: null, versions: [] });
  }
  const good = await save('good');
  const saved = await callRoute('PUT', '/api/models/{model}/training-recipe', {
    params: { model: 'bad-one' },
    headers: key(),
    body: { datasetId: good, method: BOOSTING, folds: 0 },
  });
  expect(saved.status).toBe(200);
  await callRoute('POST', '/api/models/{model}/retrain', { params: { model: 'bad-one' }, headers: key(), body: {} });
  await workAll();
  expect(await modelOf('bad-one')).toMatchObject({ champion: null, versions: [1] });
  const gone = await callRoute('DELETE', '/api/models/{model}', {
    params: { model: 'bad-empty' },
    query: { name: 'bad-empty' },
    headers: key(),
  });
  expect(gone.status).toBe(204);
});

test('rows of a dataset become the reference of a version by name; what it lacks is named', async () => {
  const { model } = await uploadFixture(project, 'iris_logreg_zipmap', 'flowers');
  const dataset = await save('lacking');
  const refer = (of: string, body: object) =>
    callRoute('POST', '/api/datasets/{dataset}/reference', { params: { dataset: of }, headers: key(), body });
  const refused = await refer(dataset, { model: 'flowers', version: 1 });
  expect(refused.status).toBe(422);
  const problem = await refused.json();
  expect(problem.reason).toBe('missing_columns');
  expect(problem.details.missing).toHaveLength(4);
  const names: string[] = problem.details.missing;
  const rows = Array.from({ length: 50 }, (_, i) => [i % 2 === 0, i, i % 5, i % 3, 'x'].join(','));
  const fit = await saveDataset(project, {
    name: 'fitting',
    csv: [[...names.toReversed(), 'note'].join(','), ...rows].join('\n'),
    roles: { features: names },
  });
  const made = await refer(fit, { model: model.id, version: 1, number: 1 });
  expect(made.status, await made.clone().text()).toBe(201);
  const { reference, matchedBy } = ReferenceUpload.parse(await made.json());
  expect(matchedBy).toBe('name');
  expect(reference).toMatchObject({ rows: 50, filename: 'fitting version 1.csv' });
  // The last input is a column of truth values, which the version takes as 0 and 1.
  expect(reference.columns[names[3] ?? '']).toMatchObject({ kind: 'number', min: 0, max: 1, nulls: 0 });
  expect(reference.columns[names[2] ?? '']).toMatchObject({ min: 0, max: 49 });
  expect((await refer(fit, { model: 'flowers', version: 7 })).status).toBe(404);
  expect((await refer(fit, { model: 'flowers', version: 1, number: 5 })).status).toBe(404);
});

test('a version is validated beside simple answers that learnt what it learnt', async () => {
  const dataset = await save('taught');
  const { model } = await begin(dataset, { name: 'taught-delays', method: BOOSTING, features: ['wind'], folds: 0 });
  await workAll();
  const later = flights.map((line, i) => {
    const at = new Date(Date.UTC(2026, 5, 1) + i * 3_600_000).toISOString();
    const [, , wind, , late] = line.split(',');
    return `${at},QX${i},${Number(wind) + 0.5},,${late},gate ${i}`;
  });
  const judgedOn = await save('taught later', later);
  const validation = { params: { model: model.id, number: '1' }, headers: key() };
  const started = await callRoute('POST', '/api/models/{model}/versions/{number}/validation', {
    ...validation,
    body: { dataset: { id: judgedOn } },
  });
  expect(started.status).toBe(202);
  const signal = new AbortController().signal;
  expect(await runNextJob(systemCtxOfTest(), { [VALIDATION_JOB]: runValidation }, signal)).toBe(true);
  const { report } = VersionValidation.parse(
    await (await callRoute('GET', '/api/models/{model}/versions/{number}/validation', validation)).json(),
  );
  const sentenceOf = (id: string) => report?.checks.find(({ check }) => check === id)?.sentence;
  expect(sentenceOf('constant')).toContain('learnt from 300 training rows');
  expect(sentenceOf('constant')).toContain('n = 300');
  expect(sentenceOf('single-rule')).toContain('learnt from 300 training rows');
  expect(sentenceOf('last-value')).toContain('300 training rows included');
});
