import fc from 'fast-check';
import { expect, test } from 'vitest';
import { andersonDarlingTest } from './anderson-darling';
import { energyDistance, wassersteinDistance } from './cdf-distance';
import { chiSquareFit, chiSquareHomogeneity, gTest } from './chi-square-test';
import { cramerVonMisesTest } from './cramer-von-mises';
import { eppsSingletonTest } from './epps-singleton';
import { fillZeroShares } from './fill-zero-shares';
import { fisherExact } from './fisher-exact';
import { greatestDivisor } from './greatest-divisor';
import { hellingerDistance } from './hellinger';
import { equalSteps, histogramCounts, sortedHistogramCounts, sturgesEdges } from './histogram-edges';
import { klDivergence } from './kl-divergence';
import { kolmogorovSmirnovTest } from './kolmogorov-smirnov';
import { mannWhitneyTest } from './mann-whitney';
import { mersenneTwister } from './mersenne-twister';
import { deviationOf, meanOf, squaresAround } from './moments';
import { codeCategories, countCategories, countDistinct, countEach, countSorted } from './paired-counts';
import { studentTTest } from './student-t-test';
import { symmetricEigen } from './symmetric-eigen';
import type { TestResult } from './test-result';
import { totalVariation, totalVariationPermutation } from './total-variation';
import { twoProportionZ } from './two-proportion-z';

/** The examples of the doc comments are numbers of scipy 1.17.1. */
const agree = ({ statistic, pValue }: TestResult, expected: readonly [number, number]): void => {
  expect(statistic).toBeCloseTo(expected[0], 12);
  expect(pValue).toBeCloseTo(expected[1], 12);
};

test('gives the examples of the doc comments: tests', () => {
  agree(studentTTest([1, 2, 3], [2, 3, 4]), [-1.224744871391589, 0.28786413472669053]);
  agree(twoProportionZ(45, 100, 30, 100), [2.1908902300206643, 0.02845973691631056]);
  agree(kolmogorovSmirnovTest([1, 2, 3, 4], [3, 4, 5, 6]), [0.5, 0.7714285714285716]);
  agree(chiSquareFit([50, 50], [60, 40]), [4, 0.04550026389635842]);
  agree(chiSquareHomogeneity([50, 50], [60, 40]), [1.6363636363636365, 0.20082512269514174]);
  agree(gTest([50, 50], [60, 40]), [4.027102710137775, 0.04477477232924418]);
  agree(mannWhitneyTest([1, 2, 3], [2.5, 4, 5], 'less'), [1, 0.1]);
  agree(mannWhitneyTest([1, 2, 3], [2.5, 4, 5], 'two-sided'), [1, 0.2]);
  agree(cramerVonMisesTest([1, 2, 3, 4], [3.5, 4.5, 5.5, 6.5]), [0.5, 0.05714285714285714]);
  agree(andersonDarlingTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), [4.726015467264128, 0.004355977966506477]);
  agree(eppsSingletonTest([0, 0, 0, 1, 1, 2], [1, 2, 2, 3, 3]), [4.764760692614569, 0.18985547495655067]);
  expect(fisherExact(8, 2, 1, 5)).toBeCloseTo(0.034965034965034975, 12);
  const rows = Uint32Array.from([0, 0, 1, 1, 2]);
  expect(totalVariationPermutation(rows, rows, 100, mersenneTwister(0))).toBe(1);
});

test('gives the examples of the doc comments: distances and what they need', () => {
  expect(wassersteinDistance([0, 1, 3], [5, 6, 8])).toBeCloseTo(5, 12);
  expect(energyDistance([0], [2])).toBeCloseTo(2, 12);
  expect(hellingerDistance([1, 0], [1, 1])).toBeCloseTo(0.5411961001461969, 12);
  expect(klDivergence([1, 1], [1, 3])).toBeCloseTo(0.14384103622589045, 12);
  expect(totalVariation([50, 50], [70, 30])).toBeCloseTo(0.2, 12);
  expect(fillZeroShares([0, 1, 3])).toEqual([0.0001, 0.25, 0.75]);
  expect([meanOf([1, 2, 3]), squaresAround([1, 2, 3], 2), deviationOf([1, 2, 3], 1)]).toEqual([2, 2, 1]);
  expect(greatestDivisor(12, 18)).toBe(6);
  expect(sturgesEdges(4, 1, 4)).toEqual([1, 2, 3, 4]);
  expect(equalSteps(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(countSorted([1, 1, 2], [2, 3])).toEqual({ reference: [2, 1, 0], current: [0, 1, 1] });
  expect([countDistinct([1, 1, 2], [2, 3]), countDistinct([1, 2, 3], [], 1)]).toEqual([3, 2]);
  expect(countCategories(['b', 'a', null], ['a', 'c'])).toEqual({ reference: [1, 1, 0], current: [1, 0, 1] });
  expect(countEach(['a', null, 'a'])).toEqual(new Map([['a', 2]]));
  expect(codeCategories(['b', null, 'a'], ['a']).map((codes) => [...codes])).toEqual([[1, 0], [0]]);
  const { values, vectors } = symmetricEigen([
    [2, 1],
    [1, 2],
  ]);
  expect(values.map((value) => Math.round(value * 1e12) / 1e12)).toEqual([3, 1]);
  expect(Math.abs(vectors[0]?.[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 12);
});

test('keeps the digits of a tiny exact p', () => {
  const low = Array.from({ length: 200 }, (_, i) => i);
  const high = Array.from({ length: 100 }, (_, i) => 1_000 + i);
  // All 300 values in one of two orders out of 300! / (200! 100!).
  expect(kolmogorovSmirnovTest(low, high).pValue / 4.809713933059553e-82).toBeCloseTo(1, 9);
});

test('finds no difference between a sample and itself', () => {
  const sample = Array.from({ length: 40 }, (_, i) => Math.sqrt(i));
  expect(kolmogorovSmirnovTest(sample, sample)).toEqual({ statistic: 0, pValue: 1 });
  expect(wassersteinDistance(sample, sample)).toBe(0);
  expect(energyDistance(sample, sample)).toBe(0);
  expect(studentTTest(sample, sample).pValue).toBe(1);
  expect(hellingerDistance([3, 4], [3, 4])).toBe(0);
  expect(klDivergence([3, 4], [3, 4])).toBe(0);
});

test('has no answer where the values allow none', () => {
  const none = [
    kolmogorovSmirnovTest([], [1]),
    mannWhitneyTest([1], [], 'less'),
    studentTTest([1], [1]),
    studentTTest([2, 2], [2, 2]),
    cramerVonMisesTest([1], [1, 2]),
    andersonDarlingTest([1, 1], [1, 1]),
    eppsSingletonTest([1, 2, 3, 4], [1, 2, 3, 4, 5]),
    eppsSingletonTest([1, 1, 1, 1, 1], [1, 1, 1, 1, 1]),
    chiSquareFit([5], [7]),
    chiSquareHomogeneity([0, 0], [1, 1]),
    gTest([1, 2], [1, 1]),
  ];
  for (const { pValue } of none) expect(pValue).toBeNaN();
  expect(wassersteinDistance([], [1])).toBeNaN();
  expect(klDivergence([0], [1])).toBeNaN();
  expect(hellingerDistance([0], [1])).toBeNaN();
  expect(totalVariation([0], [1])).toBeNaN();
});

const samples = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 60 });
const sort = (values: readonly number[]) => Float64Array.from(values).sort();

test('is symmetric, and never leaves its range', () => {
  fc.assert(
    fc.property(samples, samples, (a, b) => {
      const [x, y] = [sort(a), sort(b)];
      const forth = kolmogorovSmirnovTest(x, y);
      const back = kolmogorovSmirnovTest(y, x);
      expect(back.statistic).toBe(forth.statistic);
      expect(back.pValue).toBeCloseTo(forth.pValue, 10);
      expect(wassersteinDistance(y, x)).toBeCloseTo(wassersteinDistance(x, y), 9);
      expect(energyDistance(x, y)).toBeGreaterThanOrEqual(0);
      for (const { pValue } of [forth, mannWhitneyTest(x, y, 'two-sided'), mannWhitneyTest(x, y, 'less')]) {
        expect(pValue).toBeGreaterThanOrEqual(0);
        expect(pValue).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('counts sorted values as histogramCounts counts them', () => {
  fc.assert(
    fc.property(samples, samples, (values, raw) => {
      const edges = [...new Set(raw)].sort((a, b) => a - b);
      fc.pre(edges.length > 1);
      expect(sortedHistogramCounts(sort(values), edges)).toEqual(histogramCounts(values, edges));
    }),
  );
});
