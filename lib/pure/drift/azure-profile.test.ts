import { expect, test } from 'vitest';
import { lcg } from '../stats/fixtures/golden-data';
import { azureDrift } from './azure-profile';
import type { ColumnPair } from './drift-verdict';

/** The rules are those of azureml-assets 2026-07; the numbers were made with scipy 1.17.1 by these rules, not by the service. */
const draws = (seed: number, n: number, change = (value: number) => value) => {
  const draw = lcg(seed);
  return Float64Array.from({ length: n }, () => change(draw()));
};
const numbers: ColumnPair = {
  kind: 'number',
  reference: draws(1, 500),
  current: draws(2, 300, (value) => value * 1.1 + 0.02),
};
const times = (counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([category, count]) => new Array<string>(count).fill(category));
const categories: ColumnPair = {
  kind: 'category',
  reference: times({ a: 307, b: 180, c: 113 }),
  current: times({ a: 183, b: 117, c: 100 }),
};

test('measures by default with thresholds of the component', () => {
  const { n } = azureDrift({ n: numbers });
  const { k } = azureDrift({ k: categories });
  expect(n).toMatchObject({ method: 'NormalizedWassersteinDistance', threshold: 0.5, drifted: false, pValue: null });
  expect(n?.statistic).toBeCloseTo(0.19929645411937183, 12);
  expect(k).toMatchObject({ method: 'JensenShannonDistance', threshold: 0.5, drifted: false });
  expect(k?.statistic).toBeCloseTo(0.06531575815100121, 12);
  expect(azureDrift({ n: numbers }, { threshold: 0.1 }).n?.drifted).toBe(true);
});

test.each([
  ['JensenShannonDistance', 0.2399619333352484],
  ['PopulationStabilityIndex', 0.4185404379081384],
] as const)('gives the numbers of scipy for numbers: %s', (numberMethod, expected) => {
  expect(azureDrift({ n: numbers }, { numberMethod }).n?.statistic).toBeCloseTo(expected, 12);
});

test('gives the p values of scipy', () => {
  const ks = azureDrift({ n: numbers }, { numberMethod: 'TwoSampleKolmogorovSmirnovTest', threshold: 0.05 }).n;
  expect(ks?.pValue).toBeCloseTo(0.023535704436562454, 12);
  expect(ks?.drifted).toBe(true);
  const chi = azureDrift({ k: categories }, { categoryMethod: 'PearsonsChiSquaredTest' }).k;
  expect(chi?.pValue).toBeCloseTo(0.005392752636250778, 12);
  // Without a threshold there is a number and no verdict.
  expect(chi).toMatchObject({ threshold: null, drifted: false, undefinedBecause: 'no-threshold' });
  const psi = azureDrift({ k: categories }, { categoryMethod: 'PopulationStabilityIndex' }).k;
  expect(psi?.statistic).toBeCloseTo(0.02361908408289358, 12);
});

test('drops a row that lacks a value in any column', () => {
  const complete = azureDrift({ n: numbers }).n;
  const withGap = azureDrift({
    n: { ...numbers, reference: Float64Array.from([...numbers.reference, 1e9]) },
    k: {
      kind: 'category',
      reference: [...new Array<string>(500).fill('a'), null],
      current: new Array<string>(300).fill('a'),
    },
  });
  expect(withGap.n).toEqual(complete);
});

test('says why it has no answer', () => {
  const of = (
    reference: number[],
    current: number[],
    numberMethod?: 'TwoSampleKolmogorovSmirnovTest' | 'JensenShannonDistance',
  ) =>
    azureDrift(
      { n: { kind: 'number', reference: Float64Array.from(reference), current: Float64Array.from(current) } },
      numberMethod === undefined ? {} : { numberMethod },
    ).n;
  expect(of([], [1])?.undefinedBecause).toBe('reference-empty');
  expect(of([1], [Number.NaN])?.undefinedBecause).toBe('current-empty');
  expect(of([1], [2])?.undefinedBecause).toBe('too-few-values');
  expect(of([1, Number.POSITIVE_INFINITY], [2])?.undefinedBecause).toBe('infinite-values');
  expect(of([3, 3], [3, 3])).toMatchObject({ statistic: 0, drifted: false, undefinedBecause: null });
  expect(of([3, 3], [3, 3], 'JensenShannonDistance')).toMatchObject({ statistic: 0, undefinedBecause: null });
  const many = new Array<number>(10_000).fill(1);
  expect(of(many, [1], 'TwoSampleKolmogorovSmirnovTest')?.undefinedBecause).toBe('too-many-values');
});
