import fc from 'fast-check';
import { expect, test } from 'vitest';
import { azureDrift } from './azure-profile';
import type { ColumnPair, DriftVerdict } from './drift-verdict';
import { EVIDENTLY_METHODS, type EvidentlyMethod } from './evidently-methods';
import { evidentlyDrift } from './evidently-profile';
import { missingRates } from './nannyml-data-quality';
import type { NannymlMethod } from './nannyml-methods';
import { nannymlDrift } from './nannyml-profile';
import { nannymlReconstruction } from './nannyml-reconstruction';

// Whatever a column holds, every profile answers with finite numbers or a reason.

const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1e300, max: 1e300, noNaN: true }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0),
);
const numbers = fc.array(number, { maxLength: 30 }).map((values) => Float64Array.from(values));
const category = fc.constantFrom('a', 'b', 'c', '', null);
const categories = fc.array(category, { maxLength: 30 });
const pair: fc.Arbitrary<ColumnPair> = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), reference: numbers, current: numbers }),
  fc.record({ kind: fc.constant('category' as const), reference: categories, current: categories }),
);

function check(verdict: DriftVerdict<string>): void {
  const { statistic, pValue, threshold, drifted, undefinedBecause } = verdict;
  for (const value of [statistic, pValue, threshold]) expect(value === null || Number.isFinite(value)).toBe(true);
  if (undefinedBecause !== null) expect(drifted).toBe(false);
  else expect([statistic, pValue]).not.toEqual([null, null]);
}

const EVIDENTLY = Object.keys(EVIDENTLY_METHODS) as EvidentlyMethod[];
const NANNYML: NannymlMethod[] = [
  'jensen_shannon',
  'kolmogorov_smirnov',
  'wasserstein',
  'hellinger',
  'chi2',
  'l_infinity',
];

test('answers or says why: Evidently', () => {
  fc.assert(
    fc.property(pair, (one) => {
      check(evidentlyDrift(one));
      for (const method of EVIDENTLY) if (method !== 'TVD') check(evidentlyDrift(one, { method }));
    }),
    { numRuns: 300 },
  );
});

test('answers or says why: NannyML and Azure', () => {
  fc.assert(
    fc.property(pair, (one) => {
      for (const method of NANNYML) {
        const { reference, current } = nannymlDrift(one, { method, chunking: { size: 7 } });
        for (const chunk of [...reference, ...current]) check(chunk);
      }
      for (const verdict of Object.values(azureDrift({ one }))) check(verdict);
      const { reference } = missingRates(one);
      for (const { rate } of reference) expect(rate).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});

test('names the reason', () => {
  const of = (reference: number[], current: number[], method: EvidentlyMethod) =>
    evidentlyDrift(
      { kind: 'number', reference: Float64Array.from(reference), current: Float64Array.from(current) },
      { method },
    ).undefinedBecause;
  expect(of([], [1], 'ks')).toBe('reference-empty');
  expect(of([1], [Number.POSITIVE_INFINITY], 'ks')).toBe('current-empty');
  expect(of([2, 2], [2, 2], 't_test')).toBe('constant');
  expect(of([2, 2], [2, 2], 'anderson')).toBe('constant');
  expect(of([1], [2], 'anderson')).toBe('too-few-values');
  expect(of([1], [2, 3], 'cramer_von_mises')).toBe('too-few-values');
  expect(of([2, 2, 2, 2, 2], [2, 2, 2, 2, 2], 'es')).toBe('no-interquartile-range');
  expect(of([1, 2], [1, 2, 1], 'fisher_exact')).toBe('unequal-lengths');
  expect(of([1, 2], [1, 3], 'fisher_exact')).toBe('more-than-two-values');
  expect(of([1, 2], [1, 3], 'TVD')).toBe('wrong-kind');
  expect(nannymlReconstruction([{ kind: 'category', reference: ['a', 'a'], current: ['a'] }]).undefinedBecause).toBe(
    'constant',
  );
  expect(nannymlReconstruction([]).undefinedBecause).toBe('reference-empty');
});
