/**
 * Integral of |F - G|^power over the two empirical distribution functions of values sorted upwards.
 * Edge cases: NaN when a side is empty or holds an infinite value.
 * Example: cdfDistance([0, 1, 3], [5, 6, 8], 1) is 5.
 */
export function cdfDistance(x: ArrayLike<number>, y: ArrayLike<number>, power: 1 | 2): number {
  const [n, m] = [x.length, y.length];
  if (n === 0 || m === 0) return Number.NaN;
  let sum = 0;
  let before = Math.min(x[0] ?? 0, y[0] ?? 0);
  for (let i = 0, j = 0; i < n || j < m; ) {
    const [nextX, nextY] = [x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY];
    const isX = j >= m || (i < n && nextX <= nextY);
    const value = isX ? nextX : nextY;
    const gap = Math.abs(i / n - j / m);
    sum += (power === 1 ? gap : gap * gap) * (value - before);
    before = value;
    if (isX) i += 1;
    else j += 1;
  }
  return sum;
}

/**
 * 1-Wasserstein (earth mover's) distance of values sorted upwards, in the unit of the values.
 * Source: Ramdas et al. 2017. Edge cases: as `cdfDistance`.
 * Example: wassersteinDistance([0, 1, 3], [5, 6, 8]) is 5.
 */
export const wassersteinDistance = (x: ArrayLike<number>, y: ArrayLike<number>): number => cdfDistance(x, y, 1);

/**
 * Energy distance of values sorted upwards: the root of twice the integral of (F - G)² (scipy's `energy_distance`).
 * Source: Székely 2002. Edge cases: as `cdfDistance`.
 * Example: energyDistance([0], [2]) is 2.
 */
export const energyDistance = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Math.sqrt(2 * cdfDistance(x, y, 2));
