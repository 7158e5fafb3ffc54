export interface WeightedPoint {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/** A function that never falls: straight lines between its knots, level beyond the first and the last. */
export interface IsotonicFit {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Pool {
  firstX: number;
  lastX: number;
  sum: number;
  weight: number;
}

/**
 * The function that never falls with the least weighted squared distance to the points (pool adjacent violators). Source: Barlow,
 * Bartholomew, Bremner, Brunk 1972; knots and the lines between them as scikit-learn's IsotonicRegression has them: points of one x
 * are averaged first, and of each level its first and its last x stay. Edge cases: no points give no knots; weights of 0 do not count.
 * Example: of (1, 0), (2, 1), (3, 0), (4, 1), each of weight 1, the knots are (1, 0), (2, 0.5), (3, 0.5), (4, 1).
 */
export function isotonicRegression(points: readonly WeightedPoint[]): IsotonicFit {
  const sorted = points.filter(({ weight }) => weight > 0).sort((a, b) => a.x - b.x);
  const pools: Pool[] = [];
  for (const { x, y, weight } of sorted) {
    const last = pools.at(-1);
    if (last && last.firstX === x) {
      last.sum += weight * y;
      last.weight += weight;
    } else pools.push({ firstX: x, lastX: x, sum: weight * y, weight });
  }
  const levels: Pool[] = [];
  for (const pool of pools) {
    levels.push(pool);
    for (;;) {
      const last = levels.at(-1);
      const before = levels.at(-2);
      if (!last || !before || before.sum * last.weight < last.sum * before.weight) break;
      levels.pop();
      before.lastX = last.lastX;
      before.sum += last.sum;
      before.weight += last.weight;
    }
  }
  const x: number[] = [];
  const y: number[] = [];
  for (const { firstX, lastX, sum, weight } of levels) {
    x.push(firstX);
    y.push(sum / weight);
    if (lastX === firstX) continue;
    x.push(lastX);
    y.push(sum / weight);
  }
  return { x, y };
}

/**
 * The value of a fit at a place; NaN of a fit without knots.
 * Example: with the knots (1, 0) and (2, 1) it is 0.25 at 1.25 and 1 at 7.
 */
export function valueOfFit({ x, y }: IsotonicFit, at: number): number {
  let [low, high] = [0, x.length - 1];
  if (high < 0) return Number.NaN;
  if (at <= (x[0] ?? 0)) return y[0] ?? Number.NaN;
  if (at >= (x[high] ?? 0)) return y[high] ?? Number.NaN;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [x[low], x[high], y[low], y[high]];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}
