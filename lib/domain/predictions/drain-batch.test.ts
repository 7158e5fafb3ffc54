import { expect, test } from 'vitest';
import { readCases } from '@/lib/pure/onnx/fixtures/read-cases';
import { buildReferenceProfile } from '@/lib/pure/stats/reference-profile';
import type { Signature } from '../registry/schema';
import { decodeTensors, type ErrorRecord, encodeTensors, type PredictionRecord } from '../serving';
import {
  countedPlaces,
  countFeatures,
  countOutcomes,
  countOwnDays,
  countTraffic,
  ownDaysOf,
  rollupKeyOf,
  rollupName,
  toErrorRow,
  toPredictionRow,
  type VersionFacts,
} from './drain-batch';
import { emptyRollup } from './rollup';
import { DAY_MS } from './rollup-grain';
import { eachPlaceValue } from './row-values';

const placeValues = (...[of, place]: [Parameters<typeof eachPlaceValue>[0], Parameters<typeof eachPlaceValue>[1]]) => {
  const values: (number | string | boolean | null)[] = [];
  return eachPlaceValue(of, place, (value) => values.push(value)) ? values : null;
};

const signatureOf = (name: Parameters<typeof readCases>[0]): Signature => {
  const { inputs, outputs, reading, rowByRow } = readCases(name).signature;
  return { inputs, outputs, reading, rowByRow };
};
const factsOf = (name: Parameters<typeof readCases>[0], references: VersionFacts['references'] = []): VersionFacts => {
  const signature = signatureOf(name);
  return { signature, overlay: null, places: countedPlaces({ signature, overlay: null }), references, columns: [] };
};

const record = (more: Partial<PredictionRecord> = {}): PredictionRecord => {
  const made = { ...plain, ...more };
  return { ...made, tensors: encodeTensors(Object.entries(made.inputs), Object.entries(made.outputs)) };
};
const plain: Omit<PredictionRecord, 'tensors'> = {
  k: 'p',
  id: '019a0000-0000-7000-8000-00000000000a',
  p: 'project',
  m: 'model',
  n: 2,
  t: Date.UTC(2026, 4, 1, 12, 34, 56),
  rows: 2,
  route: 'champion',
  origin: 'api',
  protocol: 'v2',
  caller: null,
  req: null,
  lat: 1000,
  q: 10,
  run: 500,
  o: ['0', '2'],
  inputs: { X: { shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] } },
  outputs: {},
  ctx: null,
  idem: null,
};
const failure: ErrorRecord = {
  k: 'e',
  id: '019a0000-0000-7000-8000-00000000000b',
  p: 'project',
  m: 'model',
  n: 2,
  t: Date.UTC(2026, 4, 1, 12, 34, 57),
  route: 'champion',
  status: 400,
  code: 'malformed',
  message: 'X\u0000: \ud800 is missing',
  origin: 'api',
  protocol: 'v2',
  caller: null,
  req: null,
  lat: 100,
};
/** Positions of the columns in a row for COPY. */
const [OUTCOMES, TENSORS, CONTEXT, TRUNCATED] = [15, 16, 17, 18];
/** What the row's bytes say. */
const storedOf = (row: ReturnType<typeof toPredictionRow>) =>
  decodeTensors(Buffer.from(String(row[TENSORS]).slice(2), 'hex'));

test('a record belongs to its minute, route and origin; one without a version to none', () => {
  const key = rollupKeyOf(record());
  expect(key?.atMs).toBe(Date.UTC(2026, 4, 1, 12, 34));
  expect(key && rollupName(key)).toBe(`model/2/champion/api/minute/${Date.UTC(2026, 4, 1, 12, 34)}`);
  expect(rollupKeyOf(failure)).toEqual(key);
  expect(rollupKeyOf({ ...failure, m: null })).toBeNull();
});

test('finds the values of a column row by row, and says where they are not', () => {
  const places = countedPlaces({ signature: signatureOf('iris_logreg_zipmap'), overlay: null });
  expect(places.map((place) => place.name)).toEqual(['X_0', 'X_1', 'X_2', 'X_3']);
  expect(places.map((place) => placeValues(record(), place))).toEqual([
    [1, 5],
    [2, 6],
    [3, 7],
    [4, 8],
  ]);
  const [first] = places;
  if (!first) throw new Error('no place');
  expect(placeValues(record({ inputs: { X: { shape: [2, 4], sha256: 'a' } } }), first)).toBeNull();
  expect(placeValues(record({ inputs: {} }), first)).toBeNull();
  expect(placeValues(record({ rows: 0, inputs: { X: { shape: [0, 4], data: [] } } }), first)).toBeNull();
  expect(placeValues(record({ rows: 3 }), first)).toBeNull();
});

test('the values of a wide input that is no table are not counted one by one', () => {
  expect(countedPlaces({ signature: signatureOf('digits_conv'), overlay: null })).toHaveLength(64);
  const signature = signatureOf('digits_conv');
  const wide = { ...signature, inputs: signature.inputs.map((input) => ({ ...input, shape: [-1, 1, 28, 28] })) };
  expect(countedPlaces({ signature: wide, overlay: null })).toEqual([]);
});

test('counts calls, rows, columns and outcomes of a record', () => {
  const rollup = emptyRollup();
  const facts = factsOf('iris_logreg_zipmap');
  countTraffic(record(), rollup);
  countOutcomes(record(), facts, rollup);
  countFeatures(record(), facts, rollup);
  countTraffic(failure, rollup);
  expect(rollup).toMatchObject({ calls: 1, rows: 2, errors: { 400: 1 }, outputs: { classes: { 0: 1, 2: 1 } } });
  expect([...rollup.features].map(([name, counts]) => [name, counts.n])).toEqual([
    ['X_0', 2],
    ['X_1', 2],
    ['X_2', 2],
    ['X_3', 2],
  ]);
  const unknown = emptyRollup();
  countOutcomes(record(), null, unknown);
  expect(unknown.outputs).toEqual({ classes: {}, bins: {} });
});

test('a regression counts finite values only', () => {
  const rollup = emptyRollup();
  countOutcomes(record({ rows: 4, o: ['1.5', 'NaN', '', 'Infinity'], inputs: {} }), factsOf('diabetes_ridge'), rollup);
  expect(Object.values(rollup.outputs.bins)).toEqual([1]);
  expect(rollup.outputs.classes).toEqual({});
});

test('counts over the reference that was in force when the row came', () => {
  const profile = buildReferenceProfile({ kind: 'number', values: [1, 2, 3, 4, 5] });
  const columns = new Map([['X_0', profile]]);
  const { t } = record();
  const counted = (inForceMs: number[]) => {
    const rollup = emptyRollup();
    const references = inForceMs.map((at, i) => ({ id: `r${i}`, inForceMs: at, columns }));
    countFeatures(record(), factsOf('iris_logreg_zipmap', references), rollup);
    return [...rollup.features].map(([, counts]) => counts.reference?.profile ?? null);
  };
  expect(counted([t + 1])).toEqual([null, null, null, null]);
  expect(counted([t + 1, t])).toEqual(['r1', null, null, null]);
  expect(counted([t, t - 1])).toEqual(['r0', null, null, null]);
});

test('a 32-bit value at the edge of its reference lies inside, not above', () => {
  const profile = buildReferenceProfile({ kind: 'number', values: [0.5, 10, 16.1] });
  const references = [{ id: 'r', inForceMs: 0, columns: new Map([['X_0', profile]]) }];
  const rollup = emptyRollup();
  const data = [Math.fround(16.1), 0, 0, 0];
  countFeatures(
    record({ rows: 1, inputs: { X: { shape: [1, 4], data } } }),
    factsOf('iris_logreg_zipmap', references),
    rollup,
  );
  expect(rollup.features.get('X_0')?.reference?.counts.at(-1)).toBe(0);
  expect(rollup.features.get('X_0')?.reference?.counts.reduce((sum, n) => sum + n, 0)).toBe(1);
});

test('a row for the database holds quoted outcomes and no character that it refuses, and tensors as they came', () => {
  const row = toPredictionRow(
    record({
      o: ['a"b\\c', 'x,{y}', 'n\u0000\ud800'],
      inputs: { X: { shape: [1, 2], data: [0.5, 'text\u0000', '\\u0000'] } },
      ctx: [{ entity: 'p\ud800' }],
    }),
  );
  expect(JSON.parse(String(row[OUTCOMES]))).toEqual(['a"b\\c', 'x,{y}', 'n\ufffd\ufffd']);
  expect(storedOf(row).inputs).toEqual({ X: { shape: [1, 2], data: [0.5, 'text\u0000', '\\u0000'] } });
  expect(JSON.parse(String(row[CONTEXT]))).toEqual([{ entity: 'p\ufffd' }]);
  expect([row[TRUNCATED], row[CONTEXT - 1], row.length]).toEqual([false, expect.stringMatching(/^\\x02/), 24]);
  expect(toErrorRow(failure)[7]).toBe('X\ufffd: \ufffd is missing');
});

test('keeps shapes only of what is too large, and says so', () => {
  const data = Array.from({ length: 20_000 }, (_, i) => i + 0.5);
  const small = { shape: [1, 1], data: [1] };
  const row = toPredictionRow(record({ inputs: { X: { shape: [1, 20_000], data } }, outputs: { y: small } }));
  expect(storedOf(row)).toEqual({ inputs: { X: { shape: [1, 20_000] } }, outputs: { y: small } });
  expect(row[TRUNCATED]).toBe(true);
  const named = toPredictionRow(record({ inputs: { X: { shape: [9], sha256: 'ab12' } } }));
  expect(storedOf(named).inputs).toEqual({ X: { shape: [9], sha256: 'ab12' } });
});

test('each row belongs to the day that it says, if that can be', () => {
  const received = Date.UTC(2026, 4, 1, 12);
  const days = [
    '2013-08-01T23:59:00Z',
    '2013-08-01T23:59:00-03:00',
    undefined,
    'soon',
    '1889-01-01',
    '2026-05-03T00:00:00Z',
  ];
  expect(
    ownDaysOf(
      days.map((time): Record<string, string> => (time === undefined ? {} : { time })),
      received,
    ),
  ).toEqual([Date.UTC(2013, 7, 1), Date.UTC(2013, 7, 2), null, null, null, null]);
});

test('rows of one call are counted in the days that they say', () => {
  const profile = buildReferenceProfile({ kind: 'number', values: [1, 2, 3, 4, 5] });
  const buckets = new Map([0, DAY_MS].map((day) => [day, emptyRollup()]));
  const places = countedPlaces({ signature: signatureOf('iris_logreg_zipmap'), overlay: null });
  const reference = { id: 'r', columns: new Map([['X_0', profile]]) };
  countOwnDays(record(), [DAY_MS, null], places, reference, (day) => buckets.get(day));
  expect([...buckets.values()].map(({ rows }) => rows)).toEqual([0, 1]);
  expect(buckets.get(DAY_MS)?.features.get('X_0')).toMatchObject({ n: 1, nulls: 0, bins: {} });
  expect(buckets.get(0)?.features.size).toBe(0);
});

test('a row says which settings answered it and what was too close to call, or that there were none', () => {
  expect(toPredictionRow(record()).slice(-2)).toEqual([null, null]);
  expect(toPredictionRow(record({ s: { n: 3, abstained: [0, 2] } })).slice(-2)).toEqual([3, '{0,2}']);
  expect(toPredictionRow(record({ s: { n: 3, abstained: [] } })).slice(-2)).toEqual([3, null]);
});
