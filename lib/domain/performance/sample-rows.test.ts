import { expect, test } from 'vitest';
import { isKept, sharesOf } from './sample-rows';

test('calls of one row are drawn, large calls are read in part, and never more than ten times what is kept', () => {
  expect(sharesOf(0.1, 1)).toEqual({ calls: 0.1, rows: 1 });
  expect(sharesOf(0.01, 4)).toEqual({ calls: 0.04, rows: 0.25 });
  expect(sharesOf(0.125, 5000)).toEqual({ calls: 1, rows: 0.125 });
  expect(sharesOf(0.01, 5000).calls).toBe(0.1);
  expect(sharesOf(0.01, 5000).rows).toBeCloseTo(0.1, 12);
  expect(sharesOf(0.5, 100)).toEqual({ calls: 1, rows: 0.5 });
  expect(sharesOf(1, 100)).toEqual({ calls: 1, rows: 1 });
});

test('rows are kept by their id, about as many as the share says, and more of a larger share', () => {
  const id = '01935b2e-7a10-7c3a-9d55-0123456789ab';
  const kept = (share: number) =>
    Array.from({ length: 10_000 }, (_, row) => row).filter((row) => isKept(id, row, share));
  expect(kept(0.3)).toEqual(kept(0.3));
  // Binomial: four deviations.
  expect(Math.abs(kept(0.3).length - 3000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.3 * 0.7));
  const more = new Set(kept(0.5));
  expect(kept(0.3).every((row) => more.has(row))).toBe(true);
  expect([kept(0).length, kept(1).length]).toEqual([0, 10_000]);
});
