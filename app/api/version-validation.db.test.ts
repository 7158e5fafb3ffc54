import fs from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { artifacts } from '@/lib/domain/registry';
import { admitFile, runValidation, VALIDATION_JOB } from '@/lib/domain/validation';
import { type Check, type CheckId, VersionValidation } from '@/lib/domain/validation/schema';
import { runNextJob } from '@/lib/engine/jobs';
import { encodeModel, type GraphSpec, type NodeSpec } from '@/lib/pure/onnx/write';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { trainModel } from '@/lib/pure/trainers/train-model';
import { callRoute } from './call-route';
import { saveDataset } from './save-dataset';
import { createTestProject, systemCtxOfTest, type TestProject } from './test-project';

const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const CARRIERS = ['AA', 'DL', 'UA'] as const;

interface Flight {
  at: string;
  tail: string;
  wind: number;
  fog: number;
  carrier: string;
  late: number;
}

const random = mulberry32(7);
/** Flights of three hours each; both wind and fog make late, and chance a little. */
const FLIGHTS: Flight[] = Array.from({ length: 900 }, (_, i) => {
  const [wind, fog] = [Math.round(300 * random()) / 10, Math.round(100 * random()) / 10];
  return {
    at: new Date(START_MS + 3 * i * HOUR_MS).toISOString(),
    tail: `N${i % 90}`,
    wind,
    fog,
    carrier: CARRIERS[i % 3] ?? 'AA',
    late: wind + 3 * fog + 4 * random() > 32 ? 1 : 0,
  };
});
const [TRAINED, TESTED] = [FLIGHTS.slice(0, 500), FLIGHTS.slice(500)];

let project: TestProject;
/** Of the last 400 flights, and of all of them. */
let testSet: string;
let trainingSet: string;

const key = (scope: 'write' | 'read' | 'admin' = 'write') => ({ authorization: `Bearer ${project.keys[scope]}` });

const saveRows = (name: string, rows: readonly object[], roles: object): Promise<string> =>
  saveDataset(project, {
    name,
    csv: [Object.keys(rows[0] ?? {}).join(','), ...rows.map((row) => Object.values(row).join(','))].join('\n'),
    roles,
  });

async function upload(model: string, bytes: Uint8Array): Promise<number> {
  const file = artifacts().temporary();
  fs.writeFileSync(file, bytes);
  const of = { projectId: project.id, modelName: model, file, filename: 'model.onnx' };
  return (await admitFile(project.as('scientist'), of)).version.number;
}

const cellsOf = (rows: readonly Flight[], name: keyof Flight) => ({ name, values: rows.map((row) => row[name]) });

/** A real classifier of late and on time, from these columns of the first flights. */
async function classifier(columns: readonly (keyof Flight)[]): Promise<Uint8Array> {
  const table = {
    columns: columns.map((name) => cellsOf(TRAINED, name)),
    target: TRAINED.map(({ late }) => String(late)),
  };
  return (await trainModel(table, { algorithm: 'logistic', task: 'classification', seed: 1 })).onnx;
}

/** A file that gives one number for the float inputs `wind` and `fog`. */
const graph = (nodes: NodeSpec[], initializers: GraphSpec['initializers'] = []) =>
  encodeModel({
    graph: {
      nodes,
      initializers,
      inputs: ['wind', 'fog'].map((name) => ({ name, type: 'FP32' as const, shape: [-1, 1] })),
      outputs: [{ name: 'y', type: 'FP32', shape: [-1, 1] }],
    },
  });

const at = (model: string, number: number) => ({ params: { model, number: String(number) } });
const PATH = '/api/models/{model}/versions/{number}/validation';

async function start(model: string, number: number, plan: object = {}) {
  const reply = await callRoute('POST', PATH, { ...at(model, number), headers: key(), body: plan });
  return { status: reply.status, body: await reply.json() };
}

const work = () => runNextJob(systemCtxOfTest(), { [VALIDATION_JOB]: runValidation }, new AbortController().signal);

async function stands(model: string, number: number): Promise<VersionValidation> {
  const reply = await callRoute('GET', PATH, { ...at(model, number), headers: key('read') });
  expect(reply.status).toBe(200);
  return VersionValidation.parse(await reply.json());
}

/** Validates a version and gives its checks by name. */
async function validate(model: string, number: number, plan: object = {}): Promise<Record<CheckId, Check>> {
  expect(await start(model, number, plan)).toMatchObject({ status: 202, body: { state: 'waiting' } });
  expect(await work()).toBe(true);
  const { report, run } = await stands(model, number);
  expect(run).toBeNull();
  const checks = report?.checks ?? [];
  // A sentence that is not there would show its key.
  for (const { check, sentence } of checks)
    expect([check, sentence]).not.toEqual([check, expect.stringMatching(/validation\.checks|\{/)]);
  return Object.fromEntries(checks.map((check) => [check.check, check])) as Record<CheckId, Check>;
}

const verdicts = (checks: Record<CheckId, Check>, ...names: CheckId[]) => names.map((name) => checks[name].verdict);

async function promote(model: string, number: number, role: 'scientist' | 'administrator', override?: string) {
  const reply = await callRoute('POST', '/api/models/{model}/versions/{number}/champion', {
    ...at(model, number),
    headers: await project.cookieOf(role),
    ...(override === undefined ? {} : { query: { override } }),
  });
  return { status: reply.status, body: await reply.json() };
}

async function saveRules(model: string, rules: object, headers: Record<string, string> = key('admin')) {
  const reply = await callRoute('PUT', '/api/models/{model}/gate', { params: { model }, headers, body: rules });
  return { status: reply.status, body: await reply.json() };
}

const ROLES = { target: 'late', time: 'at', entities: ['tail'], features: ['wind', 'fog', 'carrier'] };

beforeAll(async () => {
  project = await createTestProject();
  // Entities of their own, so that only what a test says is shared.
  testSet = await saveRows(
    'later flights',
    TESTED.map((row) => ({ ...row, tail: `M${row.tail}` })),
    ROLES,
  );
  trainingSet = await saveRows('first flights', TRAINED, ROLES);
});

const onTest = (more: object = {}) => ({ dataset: { id: testSet }, ...more });

test('a version that knows more than one column passes, with its numbers, intervals and n', async () => {
  await upload('good', await classifier(['wind', 'fog', 'carrier']));
  const checks = await validate(
    'good',
    1,
    onTest({ fairness: ['carrier'], monotone: [{ column: 'wind', direction: 'up' }] }),
  );
  expect(verdicts(checks, 'constant', 'last-value', 'single-rule', 'leakage', 'types', 'duplicates')).toEqual(
    Array.from({ length: 6 }, () => 'pass'),
  );
  expect(
    verdicts(
      checks,
      'batch-invariance',
      'determinism',
      'missing-values',
      'extreme-values',
      'constant-output',
      'monotonicity',
    ),
  ).toEqual(Array.from({ length: 6 }, () => 'pass'));
  expect(verdicts(checks, 'opset', 'dynamic-batch', 'float64', 'custom-operators')).toEqual(
    Array.from({ length: 4 }, () => 'pass'),
  );
  // How long it took depends on what else the machine does.
  expect(checks.latency.facts.n).toBeGreaterThan(0);
  expect(checks.score).toMatchObject({
    verdict: 'unknown',
    facts: { n: 400, by: expect.stringMatching(/day|entity/) },
  });
  expect(checks.score.facts.value).toBeGreaterThan(0.9);
  expect(checks.score.sentence).toMatch(
    /^It is right in 9\d\.\d% of the rows \(n = 400, 95 % interval 9?\d+\.\d% to \d+/,
  );
  expect(verdicts(checks, 'overlap', 'nulls', 'drift', 'champion', 'regression-tests')).toEqual(
    Array.from({ length: 5 }, () => 'unknown'),
  );
  expect(checks.overlap.sentence).toMatch(/^Overlap unknown/);
  expect(checks.fairness.verdict).not.toBe('unknown');
  const { report } = await stands('good', 1);
  expect(report?.rows).toMatchObject({ name: 'later flights', number: 1, target: 'late', all: 400, judged: 400 });
  expect(report?.plan.dataset).toMatchObject({ id: testSet, number: 1 });
});

test('a version that is worth one column fails, and a column that decides alone is named as leakage', async () => {
  await upload('one-column', await classifier(['fog']));
  const checks = await validate('one-column', 1, onTest());
  expect(checks['single-rule']).toMatchObject({ verdict: 'fail', measured: { bound: 'above' } });
  expect(checks['single-rule'].sentence).toMatch(/best rule on one column \(fog ≤/);
  const leaking = await saveRows(
    'leaking',
    TESTED.map((row) => ({ ...row, fog: row.late * 10 + row.fog / 10 })),
    ROLES,
  );
  const leak = await validate('one-column', 1, { dataset: { id: leaking } });
  expect(leak.leakage).toMatchObject({ verdict: 'fail', facts: { column: 'fog', dataset: 'leaking' } });
  expect(leak.leakage.sentence).toMatch(/^fog (alone decides|is a copy)/);
});

test('what was learnt and what is older than the cut-off is left out and counted', async () => {
  await upload('trained', await classifier(['wind', 'fog', 'carrier']));
  await systemCtxOfTest().db.version.updateMany({
    where: { model: { name: 'trained', projectId: project.id } },
    data: {
      trainedOn: { datasetId: trainingSet, datasetNumber: 1, rows: TRAINED.length, cutOff: TRAINED.at(-1)?.at ?? null },
    },
  });
  const mixed = await saveRows(
    'mixed',
    [
      ...TRAINED.slice(0, 20),
      ...TRAINED.slice(20, 30).map((row) => ({ ...row, tail: 'X', wind: 99 })),
      // In between the tenths of training rows, so that none says the same by chance.
      ...TESTED.map((row) => ({ ...row, tail: `M${row.tail}`, wind: row.wind + 0.05 })),
    ],
    ROLES,
  );
  const checks = await validate('trained', 1, { dataset: { id: mixed } });
  expect(checks.rows.facts).toMatchObject({ value: 400, all: 430, sameRow: 20, sameEntity: 0, beforeCutOff: 10 });
  expect(checks.overlap).toMatchObject({ verdict: 'warn', facts: { labelled: 430, dataset: 'first flights' } });
  expect(checks.overlap.facts.value).toBeCloseTo(20 / 430, 10);
  expect(verdicts(checks, 'nulls', 'drift')).toEqual(['pass', 'pass']);
  // Nothing is left of its own rows: the job says so, and there is no report of it.
  expect((await start('trained', 1, { dataset: { id: trainingSet } })).status).toBe(202);
  await work();
  const { run, report } = await stands('trained', 1);
  expect(run).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/^No row is left to judge by: of 500, 500/),
  });
  expect(report?.rows?.name).toBe('mixed');
});

test('rows that the version refuses are counted with the first reason; more missing values are told', async () => {
  await upload('strict', graph([{ op: 'Add', inputs: ['wind', 'fog'], outputs: ['y'] }]));
  const rows = TESTED.slice(0, 100).map((row, i) => ({
    ...row,
    wind: i < 5 ? 'strong' : row.wind,
    delay: row.wind + row.fog,
  }));
  const dataset = await saveRows('texts', rows, { ...ROLES, target: 'delay', features: ['wind', 'fog'] });
  const checks = await validate('strict', 1, { dataset: { id: dataset } });
  expect(checks.types).toMatchObject({ verdict: 'fail', facts: { n: 100, refused: 5 } });
  expect(checks.types.sentence).toContain('wind:');
  expect(checks.score).toMatchObject({ facts: { n: 95, value: expect.closeTo(0, 3) } });
  expect(verdicts(checks, 'constant', 'single-rule')).toEqual(['pass', 'pass']);
});

test('behaviour that nobody should meet is found: batches, chance, constants, numbers that are none', async () => {
  const mean = graph([
    {
      op: 'ReduceMean',
      inputs: ['wind'],
      outputs: ['m'],
      attributes: [
        { name: 'axes', ints: [0] },
        { name: 'keepdims', int: 1 },
      ],
    },
    { op: 'Sub', inputs: ['wind', 'm'], outputs: ['d'] },
    { op: 'Add', inputs: ['d', 'fog'], outputs: ['y'] },
  ]);
  await upload('batchy', mean);
  expect(verdicts(await validate('batchy', 1), 'batch-invariance', 'determinism')).toEqual(['fail', 'pass']);
  await upload(
    'dicing',
    graph([
      { op: 'RandomNormalLike', inputs: ['wind'], outputs: ['r'] },
      { op: 'Add', inputs: ['r', 'fog'], outputs: ['y'] },
    ]),
  );
  const dicing = await validate('dicing', 1);
  expect(verdicts(dicing, 'determinism', 'custom-operators')).toEqual(['fail', 'warn']);
  expect(dicing['custom-operators'].sentence).toContain('RandomNormalLike');
  await upload(
    'constant',
    graph(
      [
        { op: 'Mul', inputs: ['wind', 'zero'], outputs: ['a'] },
        { op: 'Mul', inputs: ['fog', 'zero'], outputs: ['b'] },
        { op: 'Add', inputs: ['a', 'b'], outputs: ['y'] },
      ],
      [{ name: 'zero', type: 'FP32', dims: [1], data: [0] }],
    ),
  );
  expect(verdicts(await validate('constant', 1), 'constant-output', 'batch-invariance')).toEqual(['fail', 'pass']);
  await upload(
    'logarithm',
    graph([
      { op: 'Log', inputs: ['wind'], outputs: ['l'] },
      { op: 'Add', inputs: ['l', 'fog'], outputs: ['y'] },
    ]),
  );
  const logarithm = await validate('logarithm', 1, {
    monotone: [
      { column: 'wind', direction: 'up' },
      { column: 'fog', direction: 'up' },
    ],
  });
  expect(logarithm['extreme-values']).toMatchObject({ verdict: 'warn' });
  expect(logarithm['extreme-values'].facts.names).toContain('wind = -1e30');
  expect(logarithm.monotonicity).toMatchObject({ verdict: 'pass', facts: { against: 0 } });
  const falling = await validate('logarithm', 1, { monotone: [{ column: 'fog', direction: 'down' }] });
  expect(falling.monotonicity).toMatchObject({ verdict: 'fail', facts: { value: 1, wrong: 'fog' } });
  // Without rows only what needs none is known.
  expect(verdicts(falling, 'score', 'leakage', 'rows')).toEqual(['unknown', 'unknown', 'unknown']);
});

test('the champion is asked the same rows, and the gate refuses what is worse until an administrator overrides', async () => {
  await upload('gated', await classifier(['wind', 'fog', 'carrier']));
  await callRoute('PUT', '/api/models/{model}/deployment', {
    params: { model: 'gated' },
    headers: key(),
    body: { newVersions: 'wait' },
  });
  await upload('gated', await classifier(['carrier', 'wind', 'fog']));
  const second = await upload('gated', await classifier(['carrier']));
  expect([second, (await stands('gated', 3)).report]).toEqual([3, null]);
  // A version that was never validated passes as before.
  expect((await promote('gated', 2, 'scientist')).status).toBe(200);
  expect((await promote('gated', 1, 'scientist')).status).toBe(200);
  const same = await validate('gated', 2, onTest());
  expect(same.champion).toMatchObject({ facts: { champion: 1, n: 400, value: 0 } });
  const checks = await validate('gated', 3, onTest());
  expect(verdicts(checks, 'champion', 'constant')).toEqual(['fail', 'fail']);
  expect(checks.champion.facts.value).toBeLessThan(-0.2);
  const refused = await promote('gated', 3, 'scientist');
  expect(refused).toMatchObject({
    status: 409,
    body: { reason: 'gate_failed', details: { count: 0, isUnexamined: false } },
  });
  expect(refused.body.detail).toContain(checks.champion.sentence);
  expect(refused.body.details.checks.map(({ check }: Check) => check)).toContain('champion');
  expect((await promote('gated', 3, 'scientist', 'we need it')).status).toBe(403);
  expect(await promote('gated', 3, 'administrator', 'a drill of the fallback')).toMatchObject({ status: 200 });
  const [event] = await systemCtxOfTest().db.auditEvent.findMany({
    where: { object: 'model:gated/3', action: 'version.promote', projectId: project.id },
  });
  expect(event?.after).toMatchObject({
    champion: 3,
    override: 'a drill of the fallback',
    failedChecks: expect.arrayContaining(['champion', 'constant']),
  });
});

test('rules are kept with their history, judge reports that are there, and are for administrators', async () => {
  await upload('ruled', await classifier(['wind', 'fog', 'carrier']));
  await callRoute('PUT', '/api/models/{model}/deployment', {
    params: { model: 'ruled' },
    headers: key(),
    body: { newVersions: 'wait' },
  });
  await upload('ruled', await classifier(['wind', 'fog', 'carrier']));
  await validate('ruled', 2, onTest());
  expect((await promote('ruled', 2, 'scientist')).status).toBe(200);
  expect((await promote('ruled', 1, 'scientist')).status).toBe(200);
  const strict = { rules: [{ check: 'score', severity: 'fail', threshold: 0.999 }] };
  expect((await saveRules('ruled', strict, key())).status).toBe(403);
  expect((await saveRules('ruled', strict, await project.cookieOf('scientist'))).status).toBe(403);
  expect(await saveRules('ruled', { rules: [{ check: 'determinism', severity: 'warn', threshold: 3 }] })).toMatchObject(
    { status: 422 },
  );
  expect(await saveRules('ruled', { rules: [strict.rules[0], strict.rules[0]] })).toMatchObject({ status: 422 });
  expect(await saveRules('ruled', strict)).toMatchObject({ status: 200, body: { history: [{ revision: 1 }] } });
  expect(await promote('ruled', 2, 'scientist')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('It is right in 9') },
  });
  const { report } = await stands('ruled', 2);
  expect(report?.checks.find(({ check }) => check === 'score')).toMatchObject({ verdict: 'fail', threshold: 0.999 });
  await saveRules('ruled', { rules: [{ check: 'score', severity: 'warn', threshold: 0.999 }] });
  expect((await promote('ruled', 2, 'scientist')).status).toBe(200);
  await upload('ruled', await classifier(['wind', 'fog', 'carrier']));
  const saved = await saveRules('ruled', { mustBeValidated: true });
  expect(saved.body.history.map(({ revision }: { revision: number }) => revision)).toEqual([3, 2, 1]);
  expect(await promote('ruled', 3, 'scientist')).toMatchObject({
    status: 409,
    body: { details: { isUnexamined: true, checks: [] } },
  });
  await validate('ruled', 3, onTest());
  expect((await promote('ruled', 3, 'scientist')).status).toBe(200);
});

test('one validation at a time, cancelled without a trace, and closed to others', async () => {
  await upload('waiting', graph([{ op: 'Add', inputs: ['wind', 'fog'], outputs: ['y'] }]));
  expect(await start('waiting', 1)).toMatchObject({ status: 202, body: { state: 'waiting', progress: 0 } });
  expect(await start('waiting', 1)).toMatchObject({ status: 409, body: { reason: 'validation_running' } });
  const cancel = async (headers: Record<string, string>) =>
    (await callRoute('DELETE', PATH, { ...at('waiting', 1), headers })).status;
  expect(await cancel(await project.cookieOf('reviewer'))).toBe(403);
  expect(await cancel(key())).toBe(204);
  expect(await cancel(key())).toBe(404);
  expect(await work()).toBe(false);
  expect(await stands('waiting', 1)).toMatchObject({ report: null, run: { state: 'cancelled' } });
  expect((await start('waiting', 1, { dataset: { id: '01900000-0000-7000-8000-000000000000' } })).status).toBe(404);
  const stranger = await createTestProject();
  const foreign = await callRoute('GET', PATH, { ...at('waiting', 1), headers: await stranger.cookieOf('scientist') });
  expect(foreign.status).toBe(404);
});

test('rows without a usable truth end the job with the column, the row and the reason', async () => {
  await upload('labels', await classifier(['wind', 'fog']));
  const rows = TESTED.slice(0, 40).map((row, i) => ({ ...row, late: i === 7 ? 'maybe' : row.late }));
  const dataset = await saveRows('odd labels', rows, ROLES);
  expect((await start('labels', 1, { dataset: { id: dataset } })).status).toBe(202);
  await work();
  expect((await stands('labels', 1)).run?.message).toBe(
    'dataset.target: "maybe" in column "late", row 8, is no class of the model; it has 0, 1',
  );
});
