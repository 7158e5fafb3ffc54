import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { uploadReference } from '@/lib/domain/datasets';
import { getDrift } from '@/lib/domain/drift';
import { giveFeedback, writeLabels } from '@/lib/domain/feedback';
import { getTraffic, listRoutes, listTraffic } from '@/lib/domain/monitoring';
import {
  commitBatch,
  exportParquet,
  exportPredictions,
  foldRollups,
  getPrediction,
  listFailures,
  listPredictions,
  newDrainState,
  readCursor,
  recountReference,
  sweepIdempotencyKeys,
} from '@/lib/domain/predictions';
import { LoggedOutcomes, type PredictionFilter } from '@/lib/domain/predictions/schema';
import type { Model } from '@/lib/domain/registry/schema';
import type { ErrorRecord, SpoolRecord } from '@/lib/domain/serving';
import { database } from '@/lib/platform/database';
import { jensenShannonDistance } from '@/lib/pure/stats/jensen-shannon';
import { parquetRows } from '@/lib/pure/tabular/parquet-rows';
import { idAt, logRecord } from './log-records';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let project: TestProject;
let model: Model;
let of: { projectId: string; modelId: string };
let spool: string;
let drained = 0;
beforeAll(async () => {
  project = await createTestProject();
});
beforeEach(async () => {
  ({ model } = await uploadFixture(project, 'mixed_columns', `m-${randomUUID().slice(0, 8)}`));
  of = { projectId: project.id, modelId: model.id };
  spool = randomUUID();
  drained = 0;
});

/** Brings records to the database as the drainer of one spool does. */
async function drain(records: SpoolRecord[], state = newDrainState(spool)) {
  drained += 1;
  return commitBatch(database().pool, state, records, { segment: 1, offset: drained });
}

const scientist = () => project.as('scientist');
const list = (filter: PredictionFilter & { cursor?: string } = {}, limit = 50) =>
  listPredictions(scientist(), { model: model.name, limit, ...filter });
const rollupRows = (grain: string) =>
  systemCtxOfTest().db.predictionRollup.findMany({ where: { modelId: model.id, grain }, orderBy: { at: 'asc' } });

test('stores rows, counts, keys and cursor in one step, and the same batch twice changes nothing', async () => {
  const state = newDrainState(spool);
  const key = { key: randomUUID(), hash: 'h', headers: {}, body: Buffer.from('{}').toString('base64') };
  const records = [logRecord(of, { ages: [40, 60] }), logRecord(of, { idem: key })];
  expect(await drain(records, state)).toEqual({ stored: 2 });
  expect(await drain(records, state)).toEqual({ stored: 0 });
  expect(await drain(records, newDrainState(spool))).toEqual({ stored: 0 });
  expect(await readCursor(database().pool, spool)).toEqual({ segment: 1, offset: 3 });
  expect(await systemCtxOfTest().db.idempotencyKey.count({ where: { key: key.key } })).toBe(1);
  const { totals } = await getTraffic(scientist(), { model: model.name });
  expect(totals).toMatchObject({ calls: 2, rows: 3, errors: 0 });
  expect(totals.latencyMs.p50).toBeCloseTo(1.5, 1);
});

test('keeps nothing of a batch that fails, not even its counts in memory', async () => {
  const state = newDrainState(spool);
  const broken = logRecord(of, { id: 'no uuid' });
  await expect(drain([logRecord(of), broken], state)).rejects.toThrow();
  await drain([logRecord(of)], state);
  expect((await getTraffic(scientist(), { model: model.name })).totals.calls).toBe(1);
});

test('lists rows newest first, by page, across the rows of one call', async () => {
  const t = Date.now() - HOUR;
  const calls = [0, 1, 2].map((i) => logRecord(of, { t: t + i * MINUTE, ages: [41, 52, 63] }));
  await drain(calls);
  const wanted = calls.toReversed().flatMap(({ id }) => [0, 1, 2].map((row) => `${id}.${row}`));
  const met: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor ? { cursor } : {}, 2);
    met.push(...page.predictions.map(({ rowId }) => rowId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(met).toEqual(wanted);
});

test('narrows the list by time, version, outcome, origin, context and feedback', async () => {
  const t = Date.now() - HOUR;
  const [old, tried, fresh] = [
    logRecord(of, { t: t - HOUR, ages: [30], ctx: [{ entity: 'a' }] }),
    logRecord(of, { t, ages: [70], origin: 'try', ctx: [{ entity: 'b' }] }),
    logRecord(of, { t: t + MINUTE, n: 2, ages: [70, 20], ctx: [{ entity: 'b' }, { entity: 'c' }] }),
  ];
  await drain([old, tried, fresh]);
  const ids = async (filter: PredictionFilter) => (await list(filter)).predictions.map(({ rowId }) => rowId);
  expect(await ids({ from: new Date(t).toISOString() })).toHaveLength(3);
  expect(await ids({ to: new Date(t).toISOString() })).toEqual([`${old.id}.0`]);
  expect(await ids({ version: 2 })).toEqual([`${fresh.id}.0`, `${fresh.id}.1`]);
  expect(await ids({ outcome: 'fast' })).toEqual([`${fresh.id}.0`, `${tried.id}.0`]);
  expect(await ids({ origin: 'try' })).toEqual([`${tried.id}.0`]);
  expect(await ids({ context: 'entity:c' })).toEqual([`${fresh.id}.1`]);
  await giveFeedback(scientist(), { id: `${fresh.id}.1`, verdict: 'wrong', expected: 'fast' });
  expect(await ids({ feedback: 'wrong' })).toEqual([`${fresh.id}.1`]);
  expect(await ids({ feedback: 'none' })).toHaveLength(3);
  await writeLabels(scientist(), { projectId: project.id, labels: [{ predictionId: `${old.id}.0`, value: 'slow' }] });
  expect((await list({ to: new Date(t).toISOString() })).predictions[0]?.label).toEqual({
    value: 'slow',
    source: 'automatic',
  });
});

test('narrows the list to days that rows name themselves, whatever their zone and form', async () => {
  const times = [
    '2015-04-01T23:59:59Z',
    '2015-04-02T01:30:00+02:00',
    '2015-04-01T23:30:00-05:00',
    'Wed, 01 Apr 2015 10:00:00 GMT',
    '2015-04-02T00:00:00.000Z',
    '2015-03-31T23:59:59Z',
    'no time',
    '2051-04-01T00:00:00Z',
  ];
  const call = logRecord(of, { ages: times.map(() => 40), ctx: times.map((time) => ({ time })) });
  const without = logRecord(of, { ages: [40], ctx: [{ entity: 'a' }] });
  await drain([call, without]);
  const rows = async (filter: PredictionFilter, limit = 20) => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPredictions(scientist(), { model: model.name, limit, ...filter, cursor });
      found.push(...page.predictions.map(({ rowId }) => Number(rowId.split('.')[1])));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return found;
  };
  expect(await rows({ ownFrom: '2015-04-01', ownTo: '2015-04-01' })).toEqual([0, 1, 3]);
  // A page of one row meets rows that only nearly fit, and goes on behind them.
  expect(await rows({ ownFrom: '2015-04-01', ownTo: '2015-04-01' }, 1)).toEqual([0, 1, 3]);
  expect(await rows({ ownFrom: '2015-04-02' })).toEqual([2, 4]);
  expect(await rows({ ownTo: '2015-03-31' })).toEqual([5]);
  expect(await rows({})).toHaveLength(9);
});

test('shows an end user their own rows only, and nobody those of another project', async () => {
  const own = logRecord(of, { caller: project.people.user.id, origin: 'user' });
  const others = logRecord(of, { caller: project.people.scientist.id });
  await drain([own, others]);
  const page = await listPredictions(project.as('user'), { model: model.name, limit: 10 });
  expect(page.predictions.map(({ rowId, caller }) => [rowId, caller?.kind])).toEqual([[`${own.id}.0`, 'person']]);
  expect((await getPrediction(project.as('user'), { id: own.id })).rowId).toBe(`${own.id}.0`);
  await expect(getPrediction(project.as('user'), { id: others.id })).rejects.toMatchObject({ code: 'not_found' });
  const stranger = (await createTestProject()).as('administrator');
  await expect(getPrediction(stranger, { id: own.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(listPredictions(stranger, { model: model.id, limit: 10 })).rejects.toMatchObject({ code: 'not_found' });
});

test('shows one row with its inputs under their names, timing and judgements', async () => {
  const call = logRecord(of, { ages: [40, 60], ctx: [{}, { entity: 'x' }], lat: 2500, q: 500, run: 1000 });
  await drain([call]);
  await giveFeedback(project.as('reviewer'), { id: `${call.id}.1`, verdict: 'wrong', expected: 'slow', reason: 'why' });
  const found = await getPrediction(scientist(), { id: `${call.id}.1` });
  expect(found).toMatchObject({ latencyMs: 2.5, queueMs: 0.5, runMs: 1, rows: 2, context: { entity: 'x' } });
  expect(found.inputs.find(({ name }) => name === 'age')?.values).toEqual([60]);
  expect(found.answer.label).toBe('fast');
  expect(found.judgements).toMatchObject([{ verdict: 'wrong', expected: 'slow', reason: 'why' }]);
  await expect(getPrediction(scientist(), { id: `${call.id}.2` })).rejects.toMatchObject({ code: 'not_found' });
});

test('exports what the filter leaves, with inputs and without running formulas', async () => {
  const t = Date.now();
  const first = logRecord(of, { t: t - 1000, ages: [40], ctx: [{ entity: '=1+1' }] });
  await drain([first, logRecord(of, { t, ages: [60, 61] })]);
  let text = '';
  for await (const piece of exportPredictions(scientist(), { model: model.name, outcome: 'fast' })) text += piece;
  const [header = '', ...lines] = text.trimEnd().split('\r\n');
  expect(header.split(',').slice(-6)).toEqual(['age', 'sex', 'bmi', 's5', 'pressure_band', 'glucose_band']);
  expect(lines).toHaveLength(2);
  expect(lines[0]?.endsWith('60,a,24.5,4.5,raised,low')).toBe(true);

  const pieces: Uint8Array[] = [];
  for await (const piece of exportParquet(scientist(), { model: model.name })) pieces.push(piece);
  const rows: unknown[][] = [];
  const limits = { maxRows: 10, maxColumns: 50, maxCells: 1000 };
  for await (const part of parquetRows(new Uint8Array(Buffer.concat(pieces)).buffer, limits)) {
    expect(part.columns.slice(-6)).toEqual(['age', 'sex', 'bmi', 's5', 'pressure_band', 'glucose_band']);
    rows.push(...part.rows);
  }
  expect(rows.map((cells) => cells.slice(-6))).toEqual([
    [60n, 'a', 24.5, 4.5, 'raised', 'low'],
    [61n, 'a', 24.5, 4.5, 'raised', 'low'],
    [40n, 'a', 24.5, 4.5, 'raised', 'low'],
  ]);
  expect(rows[2]?.slice(2, 9)).toEqual([1, 'champion', 'api', 'v2', null, 1.5, 'slow']);
  expect(rows[2]?.[1]).toBeInstanceOf(Date);
  expect(rows[2]?.[12]).toBe('{"entity":"=1+1"}');
});

test('lists failed calls apart from predictions, and counts them as errors', async () => {
  const failure: ErrorRecord = {
    k: 'e',
    id: idAt(Date.now()),
    p: project.id,
    m: model.id,
    n: 1,
    t: Date.now(),
    route: 'champion',
    status: 400,
    code: 'malformed',
    message: 'age: it must be a number',
    origin: 'api',
    protocol: 'v2',
    caller: null,
    req: null,
    lat: 300,
  };
  await drain([failure, logRecord(of)]);
  const { failures } = await listFailures(scientist(), { model: model.name, limit: 10 });
  expect(failures).toMatchObject([{ id: failure.id, status: 400, version: 1, latencyMs: 0.3 }]);
  const traffic = await getTraffic(scientist(), { model: model.name });
  expect(traffic.totals).toMatchObject({ calls: 1, errors: 1 });
  expect(traffic.errorsByStatus).toEqual([{ status: '400', errors: 1 }]);
});

test('leaves what a scientist tries out of every chart', async () => {
  await drain([logRecord(of, { origin: 'try' }), logRecord(of, { origin: 'user' })]);
  expect((await getTraffic(scientist(), { model: model.name })).totals.calls).toBe(1);
  const mine = (await listTraffic(scientist(), { projectId: project.id })).models.find(
    ({ modelId }) => modelId === model.id,
  );
  expect(mine).toMatchObject({ calls: 1, rows: 1, errors: 0 });
  expect(mine?.days.map(({ rows }) => rows).slice(-1)).toEqual([1]);
});

test('the charts say what the log says', async () => {
  const t = Math.floor((Date.now() - 2 * HOUR) / HOUR) * HOUR;
  const ages = [20, 35, 51, 66, 80];
  await drain(ages.map((age, i) => logRecord(of, { t: t + i * 7 * MINUTE, ages: [age], lat: 1000 * (i + 1) })));
  const traffic = await getTraffic(scientist(), {
    model: model.name,
    from: new Date(t).toISOString(),
    to: new Date(t + HOUR).toISOString(),
  });
  const raw = (await systemCtxOfTest().db.prediction.findMany({ where: { modelId: model.id } })).map((call) => ({
    rows: call.rows,
    outcomes: LoggedOutcomes.parse(call.outcomes),
  }));
  expect(traffic.totals.rows).toBe(raw.reduce((sum, { rows }) => sum + rows, 0));
  expect(traffic.buckets.map(({ calls }) => calls)).toEqual([1, 1, 1, 1, 1]);
  expect(traffic.outcomes).toMatchObject({
    kind: 'classes',
    classes: [
      { label: 'fast', rows: raw.filter(({ outcomes }) => outcomes[0] === 'fast').length },
      { label: 'slow', rows: raw.filter(({ outcomes }) => outcomes[0] === 'slow').length },
    ],
  });
  expect(traffic.totals.latencyMs.p50).toBeCloseTo(3, 1);
});

test('folds old minutes into hours without changing a sum, also when a late row comes', async () => {
  const t = Math.floor((Date.now() - 30 * HOUR) / HOUR) * HOUR;
  const state = newDrainState(spool);
  await drain(
    [0, 1, 2].map((i) => logRecord(of, { t: t + i * MINUTE, ages: [40 + i] })),
    state,
  );
  expect(await rollupRows('minute')).toHaveLength(3);
  await foldRollups(systemCtxOfTest(), 1000);
  expect([(await rollupRows('minute')).length, (await rollupRows('hour')).map(({ calls }) => calls)]).toEqual([0, [3]]);
  await drain([logRecord(of, { t: t + MINUTE })], state);
  await foldRollups(systemCtxOfTest(), 1000);
  await foldRollups(systemCtxOfTest(), 1000);
  const [hour, ...more] = await rollupRows('hour');
  expect([hour?.calls, more]).toEqual([4, []]);
  const range = { from: new Date(t).toISOString(), to: new Date(t + HOUR).toISOString() };
  expect((await getTraffic(scientist(), { model: model.name, ...range })).totals.calls).toBe(4);
});

test('moves counts of columns from hours into days after two days, and the calls stay where they are', async () => {
  const t = Math.floor((Date.now() - 4 * 24 * HOUR) / (24 * HOUR)) * 24 * HOUR;
  await drain([0, 1, 5].map((hour) => logRecord(of, { t: t + hour * HOUR, ages: [40 + hour] })));
  expect(await rollupRows('hour')).toHaveLength(3);
  for (let i = 0; i < 3; i++) await foldRollups(systemCtxOfTest(), 1000);
  const [hours, days] = [await rollupRows('hour'), await rollupRows('day')];
  expect(hours.map(({ calls, features }) => [calls, features])).toEqual([0, 1, 2].map(() => [1, {}]));
  expect(days.map(({ calls, features }) => [calls, (features as { age?: { n: number } }).age?.n])).toEqual([[0, 3]]);
  expect((await rollupRows('traffic-day')).map(({ calls, at }) => [calls, at.getTime()])).toEqual([[3, t]]);
});

async function* body(text: string) {
  yield new TextEncoder().encode(text);
}

const trainingRows = (ages: readonly number[]) =>
  `age,sex,bmi,s5,pressure_band,glucose_band\n${ages.map((age) => `${age},a,24.5,4.5,raised,low`).join('\n')}\n`;

test('counts the log over a new reference exactly once, whichever side of it a row came', async () => {
  const ages = Array.from({ length: 40 }, (_, i) => 20 + i);
  await drain([logRecord(of, { t: Date.now() - 3 * HOUR, ages })]);
  const { reference } = await uploadReference(scientist(), {
    model: model.name,
    number: 1,
    filename: 'train.csv',
    body: body(trainingRows(ages)),
  });
  const made = Date.parse(reference.createdAt);
  await drain([logRecord(of, { t: made + 5_000, ages: [33] }), logRecord(of, { t: made + 15_000, ages: [34] })]);
  const payload = { modelId: model.id, number: 1, profileId: reference.id };
  const tools = {
    lagSeconds: async () => 0,
    notYet: (ms: number) => new Error(`not yet ${ms}`),
    report: async () => {},
  };
  const at = (ms: number) => ({ ...systemCtxOfTest(), now: () => new Date(ms) });
  await expect(recountReference(at(made + 2_000), payload, tools)).rejects.toThrow('not yet 8000');
  await expect(recountReference(at(made + 20_000), payload, { ...tools, lagSeconds: async () => 15 })).rejects.toThrow(
    'not yet 1000',
  );
  const range = { from: new Date(made - 4 * HOUR).toISOString(), to: new Date(made + MINUTE).toISOString() };
  const ageOf = async () => {
    const drift = await getDrift(scientist(), { model: model.name, ...range });
    return { drift, age: drift.features.find(({ name }) => name === 'age') };
  };
  expect((await ageOf()).drift.uncounted).toBe(41);
  for (let i = 0; i < 2; i++) await recountReference(at(made + 20_000), payload, tools);
  const { drift, age } = await ageOf();
  expect([drift.rows, drift.uncounted]).toEqual([42, 0]);
  expect(age?.current).toEqual({ rows: 42, nulls: 0, compared: 42 });
  const profile = reference.columns.age;
  const counts = profile?.counts ?? [];
  const edges = profile?.kind === 'number' ? profile.edges : [];
  const now = new Array<number>(counts.length).fill(0);
  for (const value of [...ages, 33, 34]) {
    const bin = value === edges.at(-1) ? edges.length - 1 : edges.filter((edge) => edge <= value).length;
    now[bin] = (now[bin] ?? 0) + 1;
  }
  expect(age?.jensenShannon).toBeCloseTo(jensenShannonDistance(counts, now), 12);
  expect(age?.state).toBe('steady');
});

test('names nulls, unseen categories and few rows instead of folding them into a distance', async () => {
  const { reference } = await uploadReference(scientist(), {
    model: model.name,
    number: 1,
    filename: 'train.csv',
    body: body(trainingRows([30, 40, 50, 60])),
  });
  const t = Date.parse(reference.createdAt) + 11_000;
  const { inputs } = logRecord(of, { ages: [30, 40] });
  const sex = { shape: [2, 1], data: ['a', 'z'] };
  const bmi = { shape: [2, 1], data: [null, 24.5] };
  const call = logRecord(of, { t, ages: [30, 40], inputs: { ...inputs, sex, bmi } });
  await drain([call]);
  const drift = await getDrift(scientist(), {
    model: model.name,
    from: new Date(t - HOUR).toISOString(),
    to: new Date(t + HOUR).toISOString(),
  });
  const feature = (name: string) => drift.features.find((one) => one.name === name);
  expect(feature('sex')?.shape).toMatchObject({ kind: 'category', categories: ['a'], current: [1], currentOther: 1 });
  expect(feature('bmi')?.current).toEqual({ rows: 2, nulls: 1, compared: 1 });
  expect(feature('age')?.state).toBe('few-rows');
  await expect(getDrift(project.as('user'), { model: model.name })).rejects.toMatchObject({ code: 'forbidden' });
});

test('refuses a window that runs backwards, and says without a reference that there is none', async () => {
  const backwards = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };
  await expect(getTraffic(scientist(), { model: model.name, ...backwards })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(await getDrift(scientist(), { model: model.name })).toMatchObject({ reference: null, features: [], rows: 0 });
});

test('forgets idempotency keys after their day, and keeps younger ones', async () => {
  const keyed = (t: number) => logRecord(of, { t, idem: { key: randomUUID(), hash: 'h', headers: {}, body: '' } });
  const [old, young] = [keyed(Date.now() - 25 * HOUR), keyed(Date.now() - HOUR)];
  await drain([old, young]);
  await sweepIdempotencyKeys(systemCtxOfTest());
  const left = await systemCtxOfTest().db.idempotencyKey.findMany({
    where: { key: { in: [old.idem?.key ?? '', young.idem?.key ?? ''] } },
  });
  expect(left.map(({ key }) => key)).toEqual([young.idem?.key]);
});

test('what a shadow says is kept and compared apart from the traffic, and calls left out by sampling are counted', async () => {
  const champion = logRecord(of, { ages: [40, 60] });
  const shadow = logRecord(of, {
    ages: [40, 60],
    t: champion.t + 1,
    n: 1,
    route: 'shadow',
    o: ['slow', 'slow'],
    of: { id: champion.id, agreeing: 1 },
  });
  const canary = logRecord(of, { ages: [50], route: 'canary' });
  const { p, m, n, rows, origin, lat } = champion;
  const counted = { k: 'c' as const, p, m, n, t: champion.t, rows, route: 'champion' as const, origin, lat };
  await drain([champion, shadow, canary, counted]);
  const seen = await listRoutes(scientist(), { model: model.name });
  expect(
    seen.routes.map(({ route, calls, rows: all, comparedRows, agreeingRows }) => [
      route,
      calls,
      all,
      comparedRows,
      agreeingRows,
    ]),
  ).toEqual([
    ['champion', 2, 4, 0, 0],
    ['canary', 1, 1, 0, 0],
    ['shadow', 1, 2, 2, 1],
  ]);
  const { totals } = await getTraffic(scientist(), { model: model.name });
  expect(totals).toMatchObject({ calls: 3, rows: 5, errors: 0 });
  expect((await list()).predictions.map(({ route }) => route).sort()).toEqual(['canary', 'champion', 'champion']);
  expect((await list({ route: 'shadow' })).predictions.map(({ outcome }) => outcome)).toEqual(['slow', 'slow']);
  const { shadow: said } = await getPrediction(scientist(), { id: `${champion.id}.1` });
  expect(said).toEqual({ rowId: `${shadow.id}.1`, version: 1, outcome: 'slow' });
});

test('a window is held against the one before and against a version, and changes of the champion are told', async () => {
  const t = Math.floor((Date.now() - 3 * HOUR) / HOUR) * HOUR;
  const at = (minutes: number, more: Partial<Parameters<typeof logRecord>[1]>) =>
    logRecord(of, { t: t + minutes * MINUTE, ...more });
  await drain([
    at(5, { lat: 2000 }),
    at(65, { lat: 4000 }),
    at(70, { lat: 4000 }),
    at(90, { lat: 40_000, n: 2 }),
    at(95, { lat: 40_000, n: 2, ages: [30, 60] }),
  ]);
  const hour = { from: new Date(t + HOUR).toISOString(), to: new Date(t + 2 * HOUR).toISOString() };
  const before = await getTraffic(scientist(), { model: model.name, ...hour, compare: 'before' });
  expect(before.comparison).toMatchObject({ with: 'before', version: null, totals: { calls: 1, rows: 1 } });
  expect(before.comparison?.buckets.map(({ at: moment }) => moment)).toEqual([
    new Date(t + HOUR + 5 * MINUTE).toISOString(),
  ]);
  expect(before.changes).toEqual([{ at: new Date(t + 90 * MINUTE).toISOString(), version: 2 }]);
  expect(before.heat.bandsMs).toEqual([2, 4, 8, 16, 32]);
  const versions = await getTraffic(scientist(), { model: model.name, ...hour, version: 1, compare: 2 });
  expect([versions.totals.rows, versions.comparison?.totals.rows]).toEqual([2, 3]);
  expect(versions.comparison).toMatchObject({ with: 'version', version: 2, from: hour.from });
});
