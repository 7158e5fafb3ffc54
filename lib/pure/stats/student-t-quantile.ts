import { studentTwoTails } from './student-t-test';

/**
 * The t that |T| exceeds with probability `tails`, for Student's t with `freedom` degrees of freedom. By halving, to 1e-12.
 * Source: inverse of Abramowitz and Stegun 26.7.1. Edge cases: NaN outside 0 < tails < 1 or without a degree of freedom.
 * Example: studentQuantile(0.1, 5) is 2.015048.
 */
export function studentQuantile(tails: number, freedom: number): number {
  if (!(tails > 0 && tails < 1 && freedom > 0)) return Number.NaN;
  let [low, high] = [0, 1];
  while (studentTwoTails(high, freedom) > tails) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTwoTails(middle, freedom) > tails) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
