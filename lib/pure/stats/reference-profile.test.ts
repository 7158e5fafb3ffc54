import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goldenNumbers } from './fixtures/golden-data';
import { binIndex, buildReferenceProfile } from './reference-profile';

test('keeps a bell-shaped column in Doane bins with empty outer bins', () => {
  const profile = buildReferenceProfile({ kind: 'number', values: goldenNumbers({ lcg: 51, n: 1000, base: 'sum12' }) });
  if (profile.kind !== 'number') throw new Error('a column of numbers has edges');
  expect(profile.counts).toHaveLength(profile.edges.length + 1);
  expect(profile.counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect([profile.counts[0], profile.counts.at(-1)]).toEqual([0, 0]);
  expect(profile.quantiles[3]).toBeCloseTo(0, 0);
  expect(profile).toMatchObject({ n: 1000, nulls: 0 });
});

test('counts nulls, NaN and infinities apart', () => {
  const values = [1, 2, 3, null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const profile = buildReferenceProfile({ kind: 'number', values });
  expect(profile).toMatchObject({ nulls: 2, n: 5, min: 1, max: 3 });
  expect([profile.counts[0], profile.counts.at(-1)]).toEqual([1, 1]);
});

test('caps the bins at 50 and copes with columns of nothing and of one value', () => {
  const wild = buildReferenceProfile({
    kind: 'number',
    values: goldenNumbers({ lcg: 43, n: 20_000, ops: [['pareto', 1.2]] }),
  });
  expect(wild.counts.length).toBeLessThanOrEqual(52);
  expect(buildReferenceProfile({ kind: 'number', values: [null] })).toMatchObject({
    edges: [0, 1],
    n: 0,
    min: null,
    quantiles: [],
  });
  expect(buildReferenceProfile({ kind: 'number', values: [7, 7] })).toMatchObject({
    edges: [6.5, 7.5],
    counts: [0, 2, 0],
  });
});

test('lists categories by frequency and sums the rare ones', () => {
  const small = buildReferenceProfile({ kind: 'category', values: ['a', 'b', 'a', null] });
  expect(small).toEqual({ kind: 'category', categories: ['a', 'b'], counts: [2, 1], other: 0, nulls: 1, n: 3 });
  const many = Array.from({ length: 300 }, (_, i) => `c${i}`);
  const large = buildReferenceProfile({ kind: 'category', values: [...many, ...many.slice(0, 200)] });
  expect(large).toMatchObject({ other: 100, n: 500 });
});

test('puts values into the bins it counted', () => {
  const number = fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 });
  const property = fc.property(fc.array(number, { minLength: 1 }), (values) => {
    const profile = buildReferenceProfile({ kind: 'number', values });
    const counts = profile.counts.map(() => 0);
    for (const value of values) {
      const bin = binIndex(profile, value);
      if (typeof bin === 'number') counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(counts).toEqual(profile.counts);
  });
  fc.assert(property, { seed: 13 });
});

test('names what has no bin', () => {
  const numbers = buildReferenceProfile({ kind: 'number', values: [0, 1, 2] });
  expect([null, Number.NaN, 'x', -5, 99].map((value) => binIndex(numbers, value))).toEqual([
    'null',
    'null',
    'unseen',
    0,
    numbers.counts.length - 1,
  ]);
  const words = buildReferenceProfile({ kind: 'category', values: ['a', '__proto__'] });
  expect(['a', '__proto__', 'z', null].map((value) => binIndex(words, value))).toEqual([1, 0, 'unseen', 'null']);
});
