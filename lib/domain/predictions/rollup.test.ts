import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOfSketch } from '@/lib/pure/stats/dd-sketch';
import { buildReferenceProfile } from '@/lib/pure/stats/reference-profile';
import {
  addCall,
  addError,
  addFeature,
  addOutcome,
  emptyRollup,
  mergeOverReference,
  mergeRollup,
  type Rollup,
  rollupFromJson,
  rollupToJson,
} from './rollup';

const numbers = buildReferenceProfile({ kind: 'number', values: Array.from({ length: 50 }, (_, i) => i) });
const categories = buildReferenceProfile({ kind: 'category', values: ['a', 'b', 'a', 'true'] });
const references = {
  age: { id: 'p1', profile: numbers },
  kind: { id: 'p1', profile: categories },
  free: null,
};

// Names that every object of JavaScript already has: a caller may send them like any other text.
const text = fc.constantFrom('a', 'b', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'ação');
const value = fc.oneof(fc.double({ noNaN: true }), fc.integer(), text, fc.boolean(), fc.constantFrom(null, ''));
const call = fc.record({
  latencyUs: fc.double({ min: 0, max: 1e9, noNaN: true }),
  error: fc.option(fc.constantFrom('400', '503'), { freq: 3 }),
  rows: fc.array(
    fc.record({
      age: value,
      kind: value,
      free: value,
      label: fc.option(text),
      value: fc.option(fc.double({ noNaN: true })),
    }),
    { maxLength: 3 },
  ),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

function addAll(rollup: Rollup, calls: readonly Call[]): Rollup {
  for (const { latencyUs, error, rows } of calls) {
    if (error) addError(rollup, error);
    addCall(rollup, { rows: rows.length, latencyUs });
    for (const row of rows) {
      for (const name of ['age', 'kind', 'free'] as const) addFeature(rollup, name, row[name], references[name]);
      addOutcome(rollup, row);
    }
  }
  return rollup;
}

const sorted = (rollup: Rollup) => {
  const json = rollupToJson(rollup);
  return { ...json, features: Object.fromEntries(Object.entries(json.features).sort()) };
};

test('merged buckets are the same as their calls one by one, in any cut and order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(call, { maxLength: 6 }), { maxLength: 4 }), (buckets) => {
      const whole = addAll(emptyRollup(), buckets.flat());
      const merged = emptyRollup();
      const reverse = emptyRollup();
      const parts = buckets.map((calls) => addAll(emptyRollup(), calls));
      for (const part of parts) mergeRollup(merged, rollupFromJson(JSON.parse(JSON.stringify(rollupToJson(part)))));
      for (const part of parts.toReversed()) mergeRollup(reverse, part);
      expect(sorted(merged)).toEqual(sorted(whole));
      expect(sorted(reverse)).toEqual(sorted(whole));
      expect(quantileOfSketch(merged.latency, 0.5)).toBe(quantileOfSketch(whole.latency, 0.5));
    }),
  );
});

test('every value is counted once: missing, in a bin, by its text or as other', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 10 }), (calls) => {
      const { features } = addAll(emptyRollup(), calls);
      const sum = (counts: Record<string, number> | readonly number[]) =>
        Object.values<number>(counts).reduce((a, b) => a + b, 0);
      for (const counts of features.values()) {
        expect(counts.nulls + sum(counts.bins) + sum(counts.texts) + counts.other).toBe(counts.n);
        const inBins = counts.reference ? sum(counts.reference.counts) + counts.reference.unseen : 0;
        if (counts.reference) expect(inBins).toBe(counts.n - counts.nulls);
      }
    }),
  );
});

test('a text that every object has as a name is counted, and can be read back', () => {
  const rollup = emptyRollup();
  for (const name of ['constructor', '__proto__', 'constructor']) {
    addFeature(rollup, 'kind', name, null);
    addOutcome(rollup, { label: name, value: null });
    addError(rollup, name);
  }
  const stored = JSON.stringify(rollupToJson(rollup));
  expect(JSON.parse(stored).features.kind.texts).toEqual(JSON.parse('{"constructor":2,"__proto__":1}'));
  const read = rollupFromJson(JSON.parse(stored));
  expect(read.outputs.classes.constructor).toBe(2);
  mergeRollup(read, rollup);
  expect(read.features.get('kind')?.texts.constructor).toBe(4);
  expect(read.errors.constructor).toBe(4);
});

test('keeps 200 texts of a column by name and counts the rest as other, merged buckets too', () => {
  const bucket = (from: number) => {
    const rollup = emptyRollup();
    for (let i = 0; i < 150; i++) addFeature(rollup, 'free', `text ${from + i}`, null);
    return rollup;
  };
  const merged = bucket(0);
  for (const from of [100, 200, 300]) mergeRollup(merged, bucket(from));
  const counts = merged.features.get('free');
  expect([Object.keys(counts?.texts ?? {}).length, counts?.other, counts?.n]).toEqual([200, 350, 600]);
  const long = emptyRollup();
  for (let i = 0; i < 300; i++) addFeature(long, 'free', i < 250 ? `text ${i}` : `${'x'.repeat(300)}`, null);
  expect(Object.values(long.features.get('free')?.texts ?? {}).reduce((a, b) => a + b, 0)).toBe(200);
});

test('a text longer than is kept is counted under its beginning, also when no more names are taken', () => {
  const rollup = emptyRollup();
  const long = 'x'.repeat(300);
  addFeature(rollup, 'free', long, null);
  for (let i = 0; i < 250; i++) addFeature(rollup, 'free', `text ${i}`, null);
  addFeature(rollup, 'free', long, null);
  expect(rollup.features.get('free')?.texts[long.slice(0, 200)]).toBe(2);
});

test('counts over a reference are those of one profile: the one asked for, else the newest', () => {
  const of = (id: string, count: number) => {
    const rollup = emptyRollup();
    for (let i = 0; i < count; i++) addFeature(rollup, 'kind', 'a', { id, profile: categories });
    return rollup;
  };
  const parts = () => [of('p1', 1), of('p2', 2), of('p1', 4)];
  const newest = emptyRollup();
  for (const part of parts()) mergeRollup(newest, part);
  const { reference } = newest.features.get('kind') ?? {};
  expect([reference?.profile, reference?.counts[0]]).toEqual(['p2', 2]);
  const asked = (profile: string) => {
    const features: Rollup['features'] = new Map();
    for (const part of parts()) mergeOverReference(features, part.features, profile);
    const { n, reference } = features.get('kind') ?? {};
    return [n, reference?.counts[0]];
  };
  expect([asked('p1'), asked('p2'), asked('p3')]).toEqual([
    [7, 5],
    [7, 2],
    [7, undefined],
  ]);
});

test('names hold no character that PostgreSQL refuses', () => {
  const rollup = emptyRollup();
  const cut = `${'x'.repeat(199)}😀`;
  addFeature(rollup, 'free', cut, null);
  addOutcome(rollup, { label: cut, value: null });
  addOutcome(rollup, { label: 'n\u0000', value: null });
  const kept = `${'x'.repeat(199)}\ufffd`;
  expect(Object.keys(rollup.features.get('free')?.texts ?? {})).toEqual([kept]);
  expect(Object.keys(rollup.outputs.classes)).toEqual([kept, 'n\ufffd']);
});
