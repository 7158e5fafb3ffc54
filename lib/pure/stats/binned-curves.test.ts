import { expect, test } from 'vitest';
import { prAucOfBins, rocAucOfBins } from './binned-curves';
import { calibrationOfBins, expectedCalibrationError } from './calibration';
import { balancedAccuracy, weightedF1 } from './class-scores';
import { clusterBootstrap } from './cluster-bootstrap';
import { clusterBootstrapSums } from './cluster-bootstrap-sums';
import { mulberry32 } from './mulberry32';
import { rocAuc } from './roc-auc';
import { mergeMoments } from './weighted-moments';

const BINS = 200;

/** Average precision by its definition: over groups of equal scores, from the highest. */
function averagePrecision(isPositive: readonly (0 | 1)[], scores: readonly number[]): number {
  const levels = [...new Set(scores)].sort((a, b) => b - a);
  const all = isPositive.filter((one) => one === 1).length;
  let [hits, taken, sum] = [0, 0, 0];
  for (const level of levels) {
    const at = scores.flatMap((score, i) => (score === level ? [isPositive[i] ?? 0] : []));
    const found = at.filter((one) => one === 1).length;
    hits += found;
    taken += at.length;
    sum += (found / all) * (hits / taken);
  }
  return sum;
}

function binned(isPositive: readonly (0 | 1)[], scores: readonly number[]) {
  const bins = { positive: new Float64Array(BINS), negative: new Float64Array(BINS), scores: new Float64Array(BINS) };
  for (const [i, score] of scores.entries()) {
    const bin = Math.min(BINS - 1, Math.floor(score * BINS));
    const side = isPositive[i] === 1 ? bins.positive : bins.negative;
    side[bin] = (side[bin] ?? 0) + 1;
    bins.scores[bin] = (bins.scores[bin] ?? 0) + score;
  }
  return bins;
}

test('gives the examples of the areas, and nothing where one class is missing', () => {
  expect(rocAucOfBins({ positive: [0, 1], negative: [1, 1] })).toEqual({ value: 0.75, error: 0.25 });
  expect(rocAucOfBins({ positive: [1, 1], negative: [0, 0] }).value).toBeNaN();
  const { value, low, high } = prAucOfBins({ positive: [0, 1], negative: [1, 0] });
  expect([value, low, high]).toEqual([1, 1, 1]);
  expect(prAucOfBins({ positive: [0], negative: [1] }).value).toBeNaN();
});

test('the areas of the scores themselves lie within the stated bounds, with ties too', () => {
  for (const [seed, steps] of [
    [1, 0],
    [2, 50],
    [3, 7],
    [4, 3000],
  ] as const) {
    const random = mulberry32(seed);
    const scores: number[] = [];
    const truth: (0 | 1)[] = [];
    for (let i = 0; i < 1500; i += 1) {
      const plain = random() ** 2;
      const score = steps === 0 ? plain : Math.round(plain * steps) / steps;
      scores.push(score);
      truth.push(random() < 0.1 + 0.6 * score ? 1 : 0);
    }
    const bins = binned(truth, scores);
    const roc = rocAucOfBins(bins);
    expect(Math.abs(roc.value - rocAuc(truth, scores))).toBeLessThanOrEqual(roc.error + 1e-12);
    const pr = prAucOfBins(bins);
    const exact = averagePrecision(truth, scores);
    expect(exact).toBeGreaterThanOrEqual(pr.low - 1e-12);
    expect(exact).toBeLessThanOrEqual(pr.high + 1e-12);
    expect(pr.value).toBeGreaterThanOrEqual(pr.low);
    expect(pr.value).toBeLessThanOrEqual(pr.high);
  }
});

test('groups probabilities and measures how far they are from what happened', () => {
  const points = calibrationOfBins({ positive: [0, 1], negative: [1, 0], scores: [0.2, 0.9] }, 2);
  expect(points).toEqual([
    { given: 0.2, happened: 0, weight: 1 },
    { given: 0.9, happened: 1, weight: 1 },
  ]);
  expect(expectedCalibrationError(points)).toBeCloseTo(0.15, 12);
  expect(() => calibrationOfBins({ positive: [0, 1, 1], negative: [1, 0, 0], scores: [0, 0, 0] }, 2)).toThrow(
    RangeError,
  );
});

test('gives the examples of balanced accuracy, weighted F1 and moments', () => {
  const matrix = {
    classes: ['a', 'b'],
    counts: [
      [1, 0],
      [1, 1],
    ],
  };
  expect(balancedAccuracy(matrix)).toBe(0.75);
  expect(weightedF1(matrix)).toBeCloseTo(2 / 3, 12);
  expect(balancedAccuracy({ classes: [], counts: [] })).toBeNaN();
  const merged = mergeMoments({ weight: 1, mean: 2, squares: 0 }, { weight: 1, mean: 4, squares: 0 });
  expect(merged).toEqual({ weight: 2, mean: 3, squares: 2 });
});

test('draws groups as the bootstrap of rows does', () => {
  const random = mulberry32(9);
  const days = Array.from({ length: 9 }, () => Float64Array.of(Math.floor(random() * 40), 40));
  const [fast] = clusterBootstrapSums({ sums: days, statistics: ([right = 0, all = 0]) => [right / all] });
  const slow = clusterBootstrap({
    groups: days.map((_, day) => day),
    statistic: (drawn) =>
      drawn.reduce((sum, day) => sum + (days[day]?.[0] ?? 0), 0) /
      drawn.reduce((sum, day) => sum + (days[day]?.[1] ?? 0), 0),
  });
  expect(fast?.low).toBeCloseTo(slow.low, 12);
  expect(fast?.high).toBeCloseTo(slow.high, 12);
  expect(clusterBootstrapSums({ sums: [], statistics: () => [] })).toEqual([]);
});
