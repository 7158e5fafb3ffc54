import { greatestDivisor } from './greatest-divisor';
import type { TestResult } from './test-result';

const EXACT_UP_TO = 20;

export interface CramerVonMises extends TestResult {
  /** Set where p is exact: orders at least as extreme out of all orders of the pooled values. */
  readonly exact: { readonly extreme: number; readonly orders: number } | null;
}

/**
 * Two-sample Cramér-von Mises test of values sorted upwards; ties get their mean rank.
 * p is exact up to 20 values a side (Xiao, Gordon and Yakovlev 2007), else from the limit law of the standardised
 * statistic (Anderson 1962), its series cut at terms below 1e-7 as scipy does.
 * Edge cases: NaN with fewer than two values on a side. Many ties make the statistic, and so p, meaningless: two equal
 * constants give p near 0.
 * Example: cramerVonMisesTest([1, 2, 3, 4], [3.5, 4.5, 5.5, 6.5]) has statistic 0.5 and p 0.05714285714285714.
 */
export function cramerVonMisesTest(x: ArrayLike<number>, y: ArrayLike<number>): CramerVonMises {
  const [n, m] = [x.length, y.length];
  if (n < 2 || m < 2) return { statistic: Number.NaN, pValue: Number.NaN, exact: null };
  const u = rankDisplacement(x, y);
  const [k, all] = [n * m, n + m];
  const statistic = u / (k * all) - (4 * k - 1) / (6 * all);
  if (Math.max(n, m) <= EXACT_UP_TO) {
    const exact = countOrders(u, n, m);
    return { statistic, pValue: exact.extreme / exact.orders, exact };
  }
  const mean = (1 + 1 / all) / 6;
  const variance = ((all + 1) * (4 * k * all - 3 * (n * n + m * m) - 2 * k)) / (45 * all * all * 4 * k);
  const standardised = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return { statistic, pValue: standardised < 0.003 ? 1 : Math.max(0, 1 - limitLaw(standardised)), exact: null };
}

/** n Σ (rank of the i-th x - i)² + m Σ (rank of the j-th y - j)², with ranks in the pooled values. */
function rankDisplacement(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let [sumX, sumY] = [0, 0];
  for (let i = 0, j = 0; i < x.length || j < y.length; ) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY);
    let [endI, endJ] = [i, j];
    while (endI < x.length && (x[endI] ?? 0) <= value) endI += 1;
    while (endJ < y.length && (y[endJ] ?? 0) <= value) endJ += 1;
    const rank = (i + j + endI + endJ + 1) / 2;
    for (; i < endI; i += 1) sumX += (rank - i - 1) ** 2;
    for (; j < endJ; j += 1) sumY += (rank - j - 1) ** 2;
  }
  return x.length * sumX + y.length * sumY;
}

/** How many of all orders have a displacement of at least u: over the lattice of (i, j), the table of sums and their numbers. */
function countOrders(u: number, n: number, m: number): { extreme: number; orders: number } {
  const product = n * m;
  const multiple = product / greatestDivisor(n, m);
  const zeta = Math.floor((multiple ** 2 * (n + m) * (6 * u - product * (4 * product - 1))) / (6 * product ** 2));
  const [a, b] = [multiple / n, multiple / m];
  let column: Map<number, number>[] = [];
  for (let j = 0; j <= m; j += 1) {
    const next: Map<number, number>[] = [];
    for (let i = 0; i <= n; i += 1) {
      const here = new Map<number, number>();
      const square = (a * i - b * j) ** 2;
      if (i === 0 && j === 0) here.set(0, 1);
      for (const before of [column[i], next[i - 1]])
        for (const [sum, orders] of before ?? []) here.set(sum + square, (here.get(sum + square) ?? 0) + orders);
      next.push(here);
    }
    column = next;
  }
  let [extreme, orders] = [0, 0];
  for (const [sum, count] of column[n] ?? []) {
    orders += count;
    if (sum >= zeta) extreme += count;
  }
  return { extreme, orders };
}

/** Distribution function of the limit of the one-sample statistic (Csörgő and Faraway 1996). */
function limitLaw(x: number): number {
  let sum = 0;
  // Γ(k + 1/2) / k!, from one k to the next.
  let ratio = Math.sqrt(Math.PI);
  for (let k = 0; ; k += 1) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const term = (ratio / (Math.PI ** 1.5 * Math.sqrt(x))) * Math.sqrt(y) * Math.exp(-q) * besselQuarter(q);
    sum += term;
    if (!(Math.abs(term) >= 1e-7)) return sum;
    ratio *= (k + 0.5) / (k + 1);
  }
}

/** Modified Bessel function K of order 1/4: the integral of exp(-x cosh t) cosh(t / 4) over t > 0, by the trapezoidal rule. */
function besselQuarter(x: number): number {
  const step = 1 / 16;
  let sum = 0.5 * Math.exp(-x);
  for (let i = 1; ; i += 1) {
    const t = i * step;
    const value = Math.exp(-x * Math.cosh(t)) * Math.cosh(t / 4);
    sum += value;
    if (value < sum * 1e-18) return step * sum;
  }
}
