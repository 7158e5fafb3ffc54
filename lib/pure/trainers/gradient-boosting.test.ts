import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { binValues, learnBins } from './bin-columns';
import { predictTrees, type TrainingColumn, trainTrees, treeGains } from './gradient-boosting';

const SETTINGS = { rounds: 40, learningRate: 0.1, leaves: 15, minRowsInLeaf: 20, l2: 0 } as const;

function lcg(seed: number, n: number): Float64Array {
  let x = seed;
  return Float64Array.from({ length: n }, () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32;
  });
}

/** As fixtures/boosting.py makes it. */
function madeData() {
  const n = 1200;
  const a = lcg(1, n).map((u) => Math.floor(u * 200) / 10);
  const gone = lcg(3, n);
  const b = lcg(2, n).map((u, row) => ((gone[row] ?? 0) < 0.1 ? Number.NaN : u));
  const c = lcg(4, n).map((u) => Math.floor(u * 12));
  const noise = lcg(5, n);
  const signal = a.map((value, row) => {
    const second = b[row] ?? 0;
    return (Number.isNaN(second) ? 3 : 2 * second) + Math.sin(value) + ([1, 5, 7].includes(c[row] ?? 0) ? 2 : 0);
  });
  const columns: TrainingColumn[] = [
    { kind: 'number', values: a },
    { kind: 'number', values: b },
    { kind: 'category', values: c },
  ];
  return {
    columns,
    number: signal.map((value, row) => value + (noise[row] ?? 0)),
    chance: signal.map((value, row) => Number(value + 3 * (noise[row] ?? 0) > 4.2)),
  };
}

const golden: Record<string, { number: number[]; chance: number[] }> = JSON.parse(
  readFileSync(new URL('./fixtures/boosting.json', import.meta.url), 'utf8'),
);

test.each([
  ['plain', 'number', 0],
  ['plain', 'chance', 0],
  ['drawn', 'number', 5],
  ['drawn', 'chance', 5],
] as const)('answers as scikit-learn 1.7.2 does, %s, %s', (name, of, l2) => {
  const data = madeData();
  const objective = of === 'number' ? 'squared' : 'logistic';
  const ensemble = trainTrees(data.columns, data[of], { ...SETTINGS, l2, objective });
  const answers = predictTrees(ensemble, data.columns);
  // Its derivatives are 32-bit floats.
  golden[name]?.[of].forEach((value, row) => {
    expect(answers[row]).toBeCloseTo(value, 5);
  });
});

test('a tree of one question answers the means of both sides, and says what it gained', () => {
  const columns: TrainingColumn[] = [{ kind: 'number', values: Float64Array.of(0, 0, 1, 1) }];
  const settings = { objective: 'squared', rounds: 1, learningRate: 1, leaves: 2, minRowsInLeaf: 1, l2: 0 } as const;
  const ensemble = trainTrees(columns, Float64Array.of(0, 0, 1, 3), settings);
  const answers = predictTrees(ensemble, columns);
  for (const [row, expected] of [0, 0, 2, 2].entries()) expect(answers[row]).toBeCloseTo(expected, 12);
  expect(treeGains(ensemble)[0]).toBeCloseTo(4, 12);
});

test('a target that never changes needs no tree', () => {
  const columns: TrainingColumn[] = [{ kind: 'number', values: Float64Array.of(1, 2, 3, 4) }];
  const always = trainTrees(columns, Float64Array.of(1, 1, 1, 1), { ...SETTINGS, objective: 'logistic' });
  expect(predictTrees(always, columns)[0]).toBeCloseTo(1, 9);
  const five = trainTrees(columns, new Float64Array(4).fill(5), { ...SETTINGS, objective: 'squared' });
  expect([...predictTrees(five, columns)]).toEqual([5, 5, 5, 5]);
});

test('a value that is missing, new or far away has a bin', () => {
  const bins = learnBins({ kind: 'number', values: Float64Array.of(1, 2, Number.NaN, 2, 4) });
  expect(bins).toEqual({ kind: 'number', edges: [1.5, 3] });
  expect([...binValues(bins, Float64Array.of(Number.NaN, -9, 1.5, 2, 99))]).toEqual([0, 1, 1, 2, 3]);
  const codes = learnBins({ kind: 'category', values: Float64Array.of(7, 3, 3) });
  expect([...binValues(codes, Float64Array.of(3, 7, 8, Number.NaN))]).toEqual([1, 2, 0, 0]);
});

test('many distinct values share 255 bins', () => {
  const bins = learnBins({ kind: 'number', values: lcg(9, 5000) });
  const used = new Set(binValues(bins, lcg(9, 5000)));
  expect(used.size).toBe(255);
});
