import { chiSquareTail } from './incomplete-gamma';
import { meanOf } from './moments';
import { quantileSorted } from './quantile';
import { symmetricEigen } from './symmetric-eigen';
import type { TestResult } from './test-result';

const POINTS = [0.4, 0.8] as const;
const SMALL = 25;
/** Directions with less than this share of the largest variance are rounding. */
const NOISE = 1e-13;

/**
 * Epps-Singleton test of two samples sorted upwards: do their empirical characteristic functions agree at 0.4 and 0.8,
 * in units of half the interquartile range of all values?
 * Source: Epps and Singleton 1986, with the correction for samples below 25 (Goerg and Kaiser 2009); scipy's
 * `epps_singleton_2samp`.
 * Edge cases: NaN with fewer than five values on a side or without an interquartile range; where the values do not vary
 * inside the samples but between them, the statistic is Infinity and p 0.
 * Example: eppsSingletonTest([0, 0, 0, 1, 1, 2], [1, 2, 2, 3, 3]) has statistic 4.764760692614569 and p 0.18985547495655067.
 */
export function eppsSingletonTest(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const [n, m] = [x.length, y.length];
  const nothing = { statistic: Number.NaN, pValue: Number.NaN };
  if (n < 5 || m < 5) return nothing;
  const pooled = new Float64Array(n + m);
  pooled.set(x);
  pooled.set(y, n);
  pooled.sort();
  const half = (quantileSorted(pooled, 0.75) - quantileSorted(pooled, 0.25)) / 2;
  if (!(half > 0 && half < Number.POSITIVE_INFINITY)) return nothing;
  const [waveX, waveY] = [waves(x, half), waves(y, half)];
  const all = n + m;
  const covariance = waveX.rows.map((_, i) =>
    waveX.rows.map((_row, j) => (all / n) * covarianceOf(waveX, i, j) + (all / m) * covarianceOf(waveY, i, j)),
  );
  const { values, vectors } = symmetricEigen(covariance);
  const gap = waveX.means.map((mean, i) => mean - (waveY.means[i] ?? 0));
  const largest = values[0] ?? 0;
  if (!(largest > 1e-30)) return { statistic: Number.POSITIVE_INFINITY, pValue: 0 };
  const used = values.flatMap((value, i) => (value > largest * NOISE ? [i] : []));
  const distance = used.reduce((sum, i) => {
    const along = gap.reduce((part, difference, j) => part + difference * (vectors[i]?.[j] ?? 0), 0);
    return sum + along ** 2 / (values[i] ?? 0);
  }, 0);
  const correction = Math.max(n, m) < SMALL ? 1 / (1 + all ** -0.45 + 10.1 * (n ** -1.7 + m ** -1.7)) : 1;
  const statistic = all * distance * correction;
  return { statistic, pValue: chiSquareTail(statistic, used.length) };
}

interface Waves {
  readonly rows: readonly Float64Array[];
  readonly means: readonly number[];
}

function waves(values: ArrayLike<number>, unit: number): Waves {
  const rows = [Math.cos, Math.sin].flatMap((wave) =>
    POINTS.map((point) => Float64Array.from(values, (value) => wave((point / unit) * value))),
  );
  return { rows, means: rows.map(meanOf) };
}

function covarianceOf({ rows, means }: Waves, i: number, j: number): number {
  const [a, b] = [rows[i] ?? new Float64Array(), rows[j] ?? new Float64Array()];
  const [meanA, meanB] = [means[i] ?? 0, means[j] ?? 0];
  let sum = 0;
  for (let k = 0; k < a.length; k += 1) sum += ((a[k] ?? 0) - meanA) * ((b[k] ?? 0) - meanB);
  return sum / a.length;
}
