import { expect, test } from 'vitest';
import { pearsonCorrelation } from './pearson-correlation';

test('is that of numpy.corrcoef, over the rows in which both have a number', () => {
  // numpy 2: np.corrcoef([1, 2, 4, 7], [3, 1, 5, 4])[0, 1]
  expect(pearsonCorrelation([1, 2, 4, 7], [3, 1, 5, 4])).toBeCloseTo(0.5532833351724882, 12);
  expect(pearsonCorrelation([1, 2, null, 4, 7], [3, 1, 9, 5, 4])).toBeCloseTo(0.5532833351724882, 12);
  expect(pearsonCorrelation([1, 2, Number.NaN, 4, 7], [3, 1, 9, 5, 4])).toBeCloseTo(0.5532833351724882, 12);
});

test('large means lose no digits', () => {
  const far = [1, 2, 4, 7].map((value) => value + 1e12);
  expect(pearsonCorrelation(far, [3, 1, 5, 4])).toBeCloseTo(0.5532833351724882, 6);
});

test('of a constant column or of two rows there is none', () => {
  expect(pearsonCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  const same = new Array(36).fill(0.07561);
  expect(
    pearsonCorrelation(
      same,
      same.map((_, i) => i),
    ),
  ).toBeNull();
  expect(pearsonCorrelation(same, new Array(36).fill(17.07))).toBeNull();
  expect(pearsonCorrelation([1, 2, 3], [3, null, 1])).toBeNull();
});
