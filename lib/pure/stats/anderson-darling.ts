import type { TestResult } from './test-result';

/** Scholz and Stephens 1987, table 2: levels and the coefficients of their critical values, c0 + c1 / √m + c2 / m. */
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;
const COEFFICIENTS = [
  [0.675, -0.245, -0.105],
  [1.281, 0.25, -0.305],
  [1.645, 0.678, -0.362],
  [1.96, 1.149, -0.391],
  [2.326, 1.822, -0.396],
  [2.573, 2.364, -0.345],
  [3.085, 3.615, -0.154],
] as const;
/** Two samples: m = k - 1 = 1. */
const CRITICAL = COEFFICIENTS.map(([c0, c1, c2]) => c0 + c1 + c2);

/**
 * Anderson-Darling test of two samples sorted upwards, the midrank version for ties; the statistic is standardised.
 * p is read from a parabola through the logarithms of the levels at the critical values, and never leaves
 * [0.001, 0.25], as scipy's `anderson_ksamp` does.
 * Source: Scholz and Stephens 1987, equations 4 and 7.
 * Edge cases: NaN when a side is empty, with fewer than four values, or when all values are equal.
 * Example: andersonDarlingTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]) has statistic 4.726015467264128 and p 0.004355977966506477.
 */
export function andersonDarlingTest(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const [n, m] = [x.length, y.length];
  const all = n + m;
  if (n === 0 || m === 0 || all < 4) return { statistic: Number.NaN, pValue: Number.NaN };
  let [sumX, sumY, groups] = [0, 0, 0];
  for (let i = 0, j = 0; i < n || j < m; groups += 1) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY);
    const [startI, startJ] = [i, j];
    while (i < n && (x[i] ?? 0) <= value) i += 1;
    while (j < m && (y[j] ?? 0) <= value) j += 1;
    const ties = i + j - startI - startJ;
    const below = (startI + startJ + i + j) / 2;
    const weight = ties / all / (below * (all - below) - (all * ties) / 4);
    sumX += weight * ((all * (startI + i)) / 2 - n * below) ** 2;
    sumY += weight * ((all * (startJ + j)) / 2 - m * below) ** 2;
  }
  if (groups < 2) return { statistic: Number.NaN, pValue: Number.NaN };
  const statistic = (((sumX / n + sumY / m) * (all - 1)) / all - 1) / Math.sqrt(varianceOf(n, m));
  return { statistic, pValue: readLevel(statistic) };
}

function varianceOf(n: number, m: number): number {
  const all = n + m;
  const sizes = 1 / n + 1 / m;
  let [h, g] = [1, 0];
  let partial = 0;
  for (let i = all - 1; i >= 2; i -= 1) {
    partial += 1 / i;
    g += partial / (all + 1 - i);
  }
  h += partial;
  const k = 2;
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * sizes;
  const b = (2 * g - 4) * k * k + 8 * h * k + (2 * g - 14 * h - 4) * sizes - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k * k + (4 * h - 4 * g + 6) * k + (2 * h - 6) * sizes + 4 * h;
  const d = (2 * h + 6) * k * k - 4 * h * k;
  return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

function readLevel(statistic: number): number {
  const [low = 0, high = 0] = [CRITICAL[0], CRITICAL.at(-1)];
  if (statistic < low) return LEVELS[0];
  if (statistic > high) return LEVELS[6];
  return Math.exp(parabola(CRITICAL, LEVELS.map(Math.log), statistic));
}

/** Least-squares parabola through the points, read at one place: built from polynomials orthogonal over the points. */
function parabola(xs: readonly number[], ys: readonly number[], at: number): number {
  const sum = (pick: (i: number) => number): number => xs.reduce((total, _, i) => total + pick(i), 0);
  const x = (i: number): number => xs[i] ?? 0;
  const y = (i: number): number => ys[i] ?? 0;
  const centre = sum(x) / xs.length;
  const first = (value: number): number => value - centre;
  const spread = sum((i) => first(x(i)) ** 2);
  const tilt = sum((i) => x(i) * first(x(i)) ** 2) / spread;
  const second = (value: number): number => (value - tilt) * first(value) - spread / xs.length;
  const bend = sum((i) => second(x(i)) ** 2);
  return (
    sum(y) / xs.length +
    (sum((i) => y(i) * first(x(i))) / spread) * first(at) +
    (sum((i) => y(i) * second(x(i))) / bend) * second(at)
  );
}
