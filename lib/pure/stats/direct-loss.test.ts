import { expect, test } from 'vitest';
import { estimateForward, estimateLoss, learnLoss } from './direct-loss';
import { mulberry32 } from './mulberry32';

const random = mulberry32(7);
const N = 800;
const values = Float64Array.from({ length: N }, random);
const columns = [{ kind: 'number' as const, values }];

test('the loss of rows is expected by their column, and never below 0', () => {
  const losses = values.map((value) => (value > 0.5 ? 3 : 0));
  const learnt = learnLoss(columns, losses);
  const found = estimateLoss(learnt, [{ kind: 'number', values: Float64Array.of(0.1, 0.9, Number.NaN) }]);
  expect(found[0]).toBeGreaterThanOrEqual(0);
  expect(found[0]).toBeCloseTo(0, 1);
  expect(found[1]).toBeCloseTo(3, 1);
  expect(found[2]).toBeGreaterThanOrEqual(0);
});

test('a block is estimated from the blocks before it only', () => {
  const blocks = Int32Array.from({ length: N }, (_, row) => 10 * Math.floor(row / 200));
  const losses = values.map((value) => (value > 0.5 ? 3 : 1));
  const found = [...estimateForward(columns, losses, blocks)];
  expect(found.map(({ block, places }) => [block, places[0], places.length])).toEqual([
    [20, 400, 200],
    [30, 600, 200],
  ]);
  // What comes later changes nothing of it.
  const changed = losses.map((loss, row) => (row < 600 ? loss : 100));
  const [again, last] = [...estimateForward(columns, changed, blocks)];
  expect(again).toEqual(found[0]);
  expect(last).toEqual(found[1]);
  expect([...estimateForward(columns, losses, new Int32Array(N))]).toEqual([]);
});
