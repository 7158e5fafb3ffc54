import { expect, test } from 'vitest';
import { prAucOfBins, rocAucOfBins } from './binned-curves';
import { expectedBins, expectedCounts, type ScoredRows } from './confidence-estimate';
import { readGolden } from './fixtures/golden-data';
import { isotonicRegression, valueOfFit } from './isotonic-regression';

/** Numbers of NannyML 0.13.1 (CBPE), as drift-nannyml.json gives them with the rule for the data. */
interface Estimates {
  readonly ref_values: readonly number[];
  readonly values: readonly number[];
}
const { cbpe } = readGolden('drift-nannyml') as {
  cbpe: {
    rule: string;
    y_pred_proba: Record<'ref' | 'cur', { lcg: number; n: number; ops: [['pow', number]] }>;
    u: Record<'ref' | 'cur', { lcg: number; n: number }>;
    expected: Record<
      'roc_auc' | 'f1' | 'precision' | 'recall' | 'specificity' | 'accuracy' | 'average_precision',
      Estimates
    > & {
      isotonic_knots: { x: number[]; y: number[] };
      calibrated_first_10: number[];
    };
  };
};

function draws(seed: number, n: number): number[] {
  let x = seed;
  return Array.from({ length: n }, () => {
    x = Number((BigInt(x) * 1664525n + 1013904223n) % 4294967296n);
    return x / 4294967296;
  });
}

const scoresOf = (side: 'ref' | 'cur') => {
  const { lcg, n, ops } = cbpe.y_pred_proba[side];
  return draws(lcg, n).map((value) => value ** ops[0][1]);
};
const reference = scoresOf('ref');
const chanceDraws = draws(cbpe.u.ref.lcg, cbpe.u.ref.n);
const fit = isotonicRegression(
  reference.map((x, i) => ({ x, y: (chanceDraws[i] ?? 1) < x ** 1.5 ? 1 : 0, weight: 1 })),
);

const MEASURES: Record<string, (rows: ScoredRows[]) => number> = {
  accuracy: (rows) => {
    const { truePositives, trueNegatives } = expectedCounts(rows);
    return (truePositives + trueNegatives) / rows.length;
  },
  precision: (rows) => {
    const { truePositives, falsePositives } = expectedCounts(rows);
    return truePositives / (truePositives + falsePositives);
  },
  recall: (rows) => {
    const { truePositives, falseNegatives } = expectedCounts(rows);
    return truePositives / (truePositives + falseNegatives);
  },
  specificity: (rows) => {
    const { trueNegatives, falsePositives } = expectedCounts(rows);
    return trueNegatives / (trueNegatives + falsePositives);
  },
  f1: (rows) => {
    const { truePositives, falsePositives, falseNegatives } = expectedCounts(rows);
    return truePositives / (truePositives + (falsePositives + falseNegatives) / 2);
  },
  roc_auc: (rows) => rocAucOfBins(expectedBins(rows)).value,
  average_precision: (rows) => prAucOfBins(expectedBins(rows)).value,
};

/** NannyML rounds counts to five digits before it draws curves. */
const ROUNDED = ['roc_auc', 'average_precision'];

test('the calibration is that of scikit-learn, knot by knot', () => {
  expect(fit.x).toEqual(cbpe.expected.isotonic_knots.x);
  expect(fit.y).toHaveLength(cbpe.expected.isotonic_knots.y.length);
  for (const [i, y] of cbpe.expected.isotonic_knots.y.entries()) expect(fit.y[i]).toBeCloseTo(y, 12);
  for (const [i, chance] of cbpe.expected.calibrated_first_10.entries())
    expect(valueOfFit(fit, scoresOf('cur')[i] ?? 0)).toBeCloseTo(chance, 12);
});

test.each(Object.keys(MEASURES))('%s is what NannyML estimates, chunk by chunk', (name) => {
  const measure = MEASURES[name];
  const expected = cbpe.expected[name as keyof typeof MEASURES & 'accuracy'];
  const tolerance = ROUNDED.includes(name) ? 1e-6 : 1e-9;
  for (const [side, values] of [
    ['ref', expected.ref_values],
    ['cur', expected.values],
  ] as const) {
    const rows = scoresOf(side).map((score) => ({
      score,
      chance: valueOfFit(fit, score),
      isAnswer: score >= 0.5,
      weight: 1,
    }));
    expect(rows.length / 200).toBe(values.length);
    for (const [chunk, value] of values.entries()) {
      const found = measure?.(rows.slice(chunk * 200, (chunk + 1) * 200)) ?? Number.NaN;
      expect(Math.abs(found / value - 1), `${side} ${chunk}: ${found} and ${value}`).toBeLessThan(tolerance);
    }
  }
});

test('a fit without points says nothing, and one with one point always the same', () => {
  expect(valueOfFit(isotonicRegression([]), 0.5)).toBeNaN();
  const one = isotonicRegression([{ x: 0.4, y: 0.3, weight: 2 }]);
  expect([0, 0.4, 1].map((at) => valueOfFit(one, at))).toEqual([0.3, 0.3, 0.3]);
  const pooled = isotonicRegression([1, 2, 3, 4].map((x) => ({ x, y: (x + 1) % 2, weight: 1 })));
  expect(pooled).toEqual({ x: [1, 2, 3, 4], y: [0, 0.5, 0.5, 1] });
});
