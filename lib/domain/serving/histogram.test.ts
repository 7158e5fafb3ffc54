import { expect, test } from 'vitest';
import { Histogram } from './histogram';

test('a value counts in the first bound that it does not exceed, else above them all', () => {
  const histogram = new Histogram([1, 2.5]);
  for (const value of [0, 1, 1.5, 2.5, 9]) histogram.observe(value);
  expect([histogram.counts, histogram.sum, histogram.count]).toEqual([[2, 2, 1], 14, 5]);
});
