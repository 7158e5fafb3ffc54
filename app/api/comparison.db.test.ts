import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { Comparison } from '@/lib/domain/comparison/schema';
import { writeLabels } from '@/lib/domain/feedback';
import type { NewLabel } from '@/lib/domain/feedback/schema';
import { setBlockSettings } from '@/lib/domain/performance';
import { commitBatch, newDrainState } from '@/lib/domain/predictions';
import type { Model } from '@/lib/domain/registry/schema';
import type { PredictionRecord } from '@/lib/domain/serving';
import { database } from '@/lib/platform/database';
import { exactMcNemar } from '@/lib/pure/stats/mcnemar';
import { callRoute } from './call-route';
import { logRecord } from './log-records';
import { saveDataset } from './save-dataset';
import { createTestProject, systemCtxOfTest, type TestProject, uploadFixture } from './test-project';

const DAY = 86_400_000;
/** Noon, some days ago. */
const noon = (daysAgo: number) => (Math.floor(Date.now() / DAY) - daysAgo) * DAY + DAY / 2;

let project: TestProject;
let model: Model;
beforeEach(async () => {
  project = await createTestProject();
  const name = `m-${randomUUID().slice(0, 8)}`;
  await uploadFixture(project, 'mixed_columns', name);
  ({ model } = await uploadFixture(project, 'mixed_columns', name));
});

type More = NonNullable<Parameters<typeof logRecord>[1]>;

/** Calls that version 1 answered and version 2 beside it. */
async function answered(calls: readonly (More & { a: string[]; b: string[] })[]): Promise<PredictionRecord[]> {
  const of = { projectId: project.id, modelId: model.id };
  const made = calls.map(({ a, b, ...more }) => {
    const facts = { ages: a.map((_, i) => 40 + i), ...more };
    const call = logRecord(of, { ...facts, n: 1, o: a, run: 900 });
    const agreeing = a.filter((answer, i) => answer === b[i]).length;
    const beside = { n: 2, o: b, run: 1800, route: 'shadow' as const, of: { id: call.id, agreeing } };
    return { call, shadow: logRecord(of, { ...facts, ...beside, t: call.t + 1 }) };
  });
  const records = made.flatMap(({ call, shadow }) => [call, shadow]);
  await commitBatch(database().pool, newDrainState(randomUUID()), records, null);
  return made.map(({ call }) => call);
}

const label = (labels: readonly NewLabel[]) =>
  writeLabels(project.as('scientist'), { projectId: project.id, labels: [...labels] });

async function ask(query: Record<string, string> = { a: '1', b: '2' }): Promise<Response> {
  return callRoute('GET', '/api/models/{model}/comparison', {
    params: { model: model.id },
    query,
    headers: await project.cookieOf('reviewer'),
  });
}

async function compare(query?: Record<string, string>): Promise<Comparison> {
  const found = await ask(query);
  expect(found.status).toBe(200);
  return Comparison.parse(await found.json());
}

test('the better of two versions is proven on the rows that both answered, and the answers without a label stand beside', async () => {
  const days = Array.from({ length: 40 }, (_, i) => ({ isLost: i % 10 === 9, daysAgo: 40 - i }));
  const calls = await answered(
    days.map(({ isLost, daysAgo }) => {
      const [right, wrong] = [
        ['fast', 'fast', 'fast'],
        ['slow', 'fast', 'fast'],
      ];
      const [a, b] = isLost ? [right, wrong] : [wrong, right];
      return { t: noon(daysAgo), a: [...(a ?? [])], b: [...(b ?? []).slice(0, 2), daysAgo < 3 ? 'slow' : 'fast'] };
    }),
  );
  await label(calls.flatMap(({ id }) => [0, 1].map((row) => ({ predictionId: `${id}.${row}`, value: 'fast' }))));
  const found = await compare();
  expect(found).toMatchObject({ verdict: 'better', lacks: [], calls: 40, rows: 120, isWhole: true, cutOff: null });
  expect(found.scores).toMatchObject({
    measure: 'accuracy',
    n: 80,
    effectiveRows: 80,
    days: 40,
    effective: { n: 40, by: 'day' },
    baseline: { value: 1, answer: 'fast' },
    rows: { bothRight: 40, won: 36, lost: 4, bothWrong: 0 },
    byDay: { won: 36, lost: 4, p: exactMcNemar(36, 4) },
    classes: [{ label: 'fast', n: 80, days: 40, won: 36, lost: 4 }],
  });
  expect(found.scores?.a).toBeCloseTo(0.55, 12);
  expect(found.scores?.b).toBeCloseTo(0.95, 12);
  const { difference, sequential } = found.scores ?? {};
  expect(difference?.value).toBeCloseTo(0.4, 12);
  expect(difference?.low).toBeGreaterThan(0.25);
  expect(difference?.high).toBeLessThan(0.5);
  expect(difference?.by).toBe('day');
  // Seven days won in a row are enough: 20 times what one began with.
  expect(sequential).toMatchObject({
    days: 40,
    needed: 20,
    worseSince: null,
    betterSince: new Date(noon(34)).toISOString().slice(0, 10),
  });
  expect(found.answers).toMatchObject({ n: 40, days: 40, agreeing: 38, daysApart: 2 });
  expect(found.answers.distance).toBeCloseTo(0.05, 12);
  expect(found.answers.disagreements.map(({ rowId, a, b }) => [rowId, a, b])).toEqual([
    [`${calls[39]?.id}.2`, 'fast', 'slow'],
    [`${calls[38]?.id}.2`, 'fast', 'slow'],
  ]);
  expect([found.a.latencyMs?.p50, found.b.latencyMs?.p95]).toEqual([0.9, 1.8]);
  // 900 and 1,800 microseconds for three rows each; 120 rows in 39 days.
  expect(found.traffic).toMatchObject({ rows: 120, perMonth: expect.closeTo((120 / 39) * 30, 8) });
  expect(found.a.computing).toMatchObject({ calls: 40, rows: 120, pricePer1000: null, pricePerMonth: null });
  expect(found.a.computing?.secondsPer1000).toBeCloseTo(0.3, 12);
  expect(found.b.computing?.secondsPer1000).toBeCloseTo(0.6, 12);
  expect(found).toMatchObject({ price: null, errorCosts: null });
  const say = async (body: object, role: 'scientist' | 'reviewer' = 'scientist') =>
    callRoute('PUT', '/api/running-price', { headers: await project.cookieOf(role), body });
  expect((await say({ price: { perHour: 36, currency: 'EUR' } }, 'reviewer')).status).toBe(403);
  expect((await say({ price: { perHour: 0, currency: '' } })).status).toBe(422);
  expect((await say({ price: { perHour: 36, currency: 'EUR' } })).status).toBe(200);
  const priced = await compare({ a: '1', b: '2', alarm: 'fast', falseAlarm: '1', miss: '5' });
  // A cent a second.
  expect(priced.price).toEqual({ perHour: 36, currency: 'EUR' });
  expect(priced.b.computing?.pricePer1000).toBeCloseTo(0.006, 12);
  expect(priced.b.computing?.pricePerMonth).toBeCloseTo((0.006 * (120 / 39) * 30) / 1000, 12);
  // 36 and 4 misses of 80 rows at 5: a miss is what the verdict counts too.
  expect(priced.errorCosts).toMatchObject({ n: 80, days: 40, a: 2_250, b: 250, saved: { value: 2_000, by: 'day' } });
  expect(priced.errorCosts?.saved.low).toBeCloseTo(5_000 * (difference?.low ?? Number.NaN), 8);
  expect(priced.errorCosts?.saved.high).toBeCloseTo(5_000 * (difference?.high ?? Number.NaN), 8);
  const half = await ask({ a: '1', b: '2', alarm: 'fast' });
  expect(await half.json()).toMatchObject({ status: 422, invalidParams: [{ name: 'falseAlarm' }] });
  const unknown = await ask({ a: '1', b: '2', alarm: 'rose', falseAlarm: '1', miss: '5' });
  expect(await unknown.json()).toMatchObject({ status: 422, reason: 'unknown_class' });
  expect(await (await say({ price: null })).json()).toEqual({ price: null });
  expect((await compare()).price).toBeNull();
  const other = await compare({ a: '2', b: '1' });
  expect(other).toMatchObject({ verdict: 'worse', scores: { rows: { won: 4, lost: 36 } } });
  expect(other.scores?.difference.value).toBeCloseTo(-0.4, 12);
});

test('a lead of few days is not proven, and says how many more would decide', async () => {
  const calls = await answered(
    Array.from({ length: 30 }, (_, i) => ({
      t: noon(30 - i),
      a: ['fast', i === 3 ? 'fast' : i < 9 && i % 2 === 0 ? 'slow' : 'fast'],
      b: ['fast', i === 3 ? 'slow' : 'fast'],
    })),
  );
  await label(calls.flatMap(({ id }) => [0, 1].map((row) => ({ predictionId: `${id}.${row}`, value: 'fast' }))));
  const found = await compare();
  expect(found.scores).toMatchObject({ byDay: { won: 5, lost: 1 } });
  expect(found.scores?.byDay.p).toBeCloseTo(0.21875, 10);
  expect(found.verdict).toBe('not-proven');
  expect(found.lacks).toContain('evidence');
  expect(found.scores?.sequential.moreDays).toBeGreaterThan(3);
});

test('only rows count that a caller sent, that both answered and that have a label of all or of a random sample', async () => {
  const [first, tried] = await answered([
    { t: noon(2), a: ['fast', 'fast', 'slow', 'fast'], b: ['fast', '', 'fast', 'slow'] },
    { t: noon(1), a: ['fast'], b: ['slow'], origin: 'try' },
  ]);
  const alone = logRecord({ projectId: project.id, modelId: model.id }, { t: noon(1), ages: [60], n: 1 });
  await commitBatch(database().pool, newDrainState(randomUUID()), [alone], null);
  await label([
    { predictionId: `${first?.id}.0`, value: 'fast', source: 'random-sample', inclusionProbability: 0.25 },
    { predictionId: `${first?.id}.1`, value: 'fast' },
    { predictionId: `${first?.id}.2`, value: 'fast', source: 'complaint' },
    { predictionId: `${first?.id}.3`, value: 'never heard of' },
    { predictionId: `${tried?.id}.0`, value: 'fast' },
    { predictionId: `${alone.id}.0`, value: 'fast' },
  ]);
  const found = await compare();
  expect(found).toMatchObject({
    verdict: 'too-few',
    calls: 1,
    rows: 3,
    leftOut: { unanswered: 1, misfits: 1, beforeCutOff: 0, inTraining: 0 },
    scores: { n: 1, effectiveRows: 1, difference: { low: null, high: null, by: null } },
    answers: { n: 1, agreeing: 0 },
  });
});

const saveRows = (): Promise<string> =>
  saveDataset(project, {
    name: 'rows',
    csv: [
      'at,age,sex,bmi,s5,pressure_band,glucose_band,pace',
      '2026-01-01T00:00:00Z,77,a,24.5,4.5,raised,low,fast',
      '2026-01-02T00:00:00Z,78,b,25.5,4.1,raised,low,slow\n',
    ].join('\n'),
    roles: { target: 'pace', time: 'at', features: ['age', 'sex', 'bmi', 's5', 'pressure_band', 'glucose_band'] },
  });

test('rows up to the later training cut-off, and rows that were learnt, are left out and counted', async () => {
  const datasetId = await saveRows();
  const cutOff = new Date(noon(5)).toISOString();
  await systemCtxOfTest().db.version.updateMany({
    where: { modelId: model.id, number: 2 },
    data: { trainedOn: { datasetId, datasetNumber: 1, rows: 2, cutOff } },
  });
  await answered([
    { t: noon(6), a: ['fast'], b: ['fast'] },
    { t: noon(5), a: ['fast'], b: ['fast'] },
    { t: noon(4), a: ['fast', 'fast'], b: ['fast', 'fast'], ages: [77, 78] },
    // What a row says of its own moment counts, not when it was sent.
    { t: noon(3), a: ['fast'], b: ['fast'], ctx: [{ time: new Date(noon(7)).toISOString() }] },
  ]);
  const found = await compare();
  expect(found).toMatchObject({
    cutOff,
    a: { version: 1, cutOff: null, training: 'unknown' },
    b: { version: 2, cutOff, training: 'checked' },
    rows: 1,
    leftOut: { beforeCutOff: 3, inTraining: 1 },
    scores: null,
    verdict: 'too-few',
  });
});

test('the wider interval of days and of what rows belong together by is told, and the day under way proves nothing', async () => {
  await setBlockSettings(project.as('scientist'), {
    model: model.name,
    body: { entity: { from: 'context', name: 'entity' } },
  });
  const calls = await answered(
    Array.from({ length: 12 }, (_, i) => ({
      t: i === 11 ? Date.now() - 1000 : noon(11 - i),
      a: ['slow', 'fast', 'fast', 'fast', 'fast', 'fast'],
      b: ['fast', 'fast', 'fast', 'fast', 'fast', 'fast'],
      ctx: ['p', 'q', 'r', 's', 't', 'u'].map((entity) => ({ entity })),
    })),
  );
  await label(
    calls.flatMap(({ id }) => [0, 1, 2, 3, 4, 5].map((row) => ({ predictionId: `${id}.${row}`, value: 'fast' }))),
  );
  const found = await compare();
  // Every day has the same gain, and all of it is of one entity.
  expect(found.scores).toMatchObject({ n: 72, days: 12, entities: 6, effective: { n: 6, by: 'entity' } });
  expect(found.scores?.difference).toMatchObject({ low: 0, by: 'entity' });
  expect(found.scores?.sequential).toMatchObject({ days: 11 });
  expect(found.scores?.sequential.betterSince).not.toBeNull();
  expect(found).toMatchObject({ verdict: 'not-proven', lacks: ['interval'] });
});

test('months of calls are read in portions, whether they have one row or many', async () => {
  const calls = await answered([
    ...Array.from({ length: 240 }, (_, i) => ({ t: noon(30 - (i % 30)) + i, a: ['slow'], b: ['fast'] })),
    ...Array.from({ length: 12 }, (_, i) => ({
      t: noon(60 - i),
      a: Array.from({ length: 900 }, () => 'fast'),
      b: Array.from({ length: 900 }, () => 'slow'),
    })),
  ]);
  await label(calls.map(({ id }) => ({ predictionId: `${id}.0`, value: 'fast' })));
  const found = await compare();
  expect(found).toMatchObject({ calls: 252, rows: 240 + 12 * 900, isWhole: true });
  expect(found.scores).toMatchObject({ n: 252, rows: { won: 240, lost: 12 } });
  expect(found.answers).toMatchObject({ n: 12 * 899, agreeing: 0 });
});

test('says what cannot be compared', async () => {
  const same = await ask({ a: '1', b: '1' });
  expect(same.status).toBe(422);
  expect(await same.json()).toMatchObject({ detail: expect.stringContaining('another version than "a"') });
  expect((await ask({ a: '1', b: '9' })).status).toBe(404);
  expect((await ask({ a: '1' })).status).toBe(422);
  expect((await ask({ a: '1', b: '2', from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).status).toBe(422);
  expect(await compare()).toMatchObject({ verdict: 'too-few', calls: 0, rows: 0, first: null, scores: null });
});

test('as a rule of the project it lets a version pass that is proven not worse, and tells what it rests on', async () => {
  await systemCtxOfTest().db.model.update({ where: { id: model.id }, data: { champion: 1 } });
  const same = ['fast', 'fast', 'fast', 'slow'];
  const days = Array.from({ length: 10 }, (_, i) => ({ t: noon(10 - i), a: same, b: same }));
  const calls = await answered(days);
  await label(calls.flatMap(({ id }) => same.map((_, row) => ({ predictionId: `${id}.${row}`, value: 'fast' }))));
  const promote = async (comparison: object) => {
    const saved = await callRoute('PUT', '/api/promotion-rules', {
      headers: { authorization: `Bearer ${project.keys.admin}`, 'x-project': project.id },
      body: { comparison },
    });
    expect(saved.status).toBe(200);
    // A key that may ask need not see performance.
    return callRoute('POST', '/api/models/{model}/promotions', {
      params: { model: model.id },
      headers: { authorization: `Bearer ${project.keys.write}` },
      body: { version: 2 },
    });
  };
  const refused = await promote({ want: 'better' });
  const told = await refused.json();
  expect([refused.status, told.reason]).toEqual([409, 'gate_failed']);
  expect(told.detail).toContain(
    'neither is proven better: +0 points (95 % interval 0 points to 0 points), n = 40 rows of 10 days, rate of error 5 %.',
  );
  const passed = await promote({ want: 'not-worse', points: 1 });
  expect(passed.status).toBe(201);
  expect((await passed.json()).notes.live).toMatchObject([
    { rule: 'comparison', verdict: 'pass', found: 'not-proven', n: 40, days: 10, champion: 0.75, errorRate: 0.025 },
  ]);
});
