import { expect, test } from 'vitest';
import { mulberry32 } from './mulberry32';
import { normalQuantile } from './normal-quantile';
import { predictionInterval } from './prediction-interval';

test('the example', () => {
  // t of 0.05 with two degrees of freedom is 4.302653; the deviation is 1.
  const { low, high } = predictionInterval([1, 2, 3], 0.05);
  expect(low).toBeCloseTo(2 - 4.302653 * Math.sqrt(4 / 3), 5);
  expect(high).toBeCloseTo(2 + 4.302653 * Math.sqrt(4 / 3), 5);
});

test('one more normal value is outside as often as it says', () => {
  const random = mulberry32(4);
  const normal = () => normalQuantile(random() || 1e-9);
  let outside = 0;
  for (let i = 0; i < 4000; i += 1) {
    const { low, high } = predictionInterval(Array.from({ length: 8 }, normal), 0.1);
    const next = normal();
    if (next < low || next > high) outside += 1;
  }
  // Three standard errors of a share of 0.1.
  expect(Math.abs(outside / 4000 - 0.1)).toBeLessThan(0.0143);
});
