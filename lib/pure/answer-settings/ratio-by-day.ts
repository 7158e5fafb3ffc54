import { clusterBootstrapSums } from '../stats/cluster-bootstrap-sums';

/** What a row adds to a ratio, before and after: numerator and denominator. */
export interface RatioRow {
  readonly dayMs: number;
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

export interface RatioChange {
  before: number;
  after: number;
  difference: number;
  /** The interval of the difference at 95 %, of whole days drawn again; NaN with fewer than two days. */
  low: number;
  high: number;
}

/**
 * A ratio of sums before and after with the interval of its difference, when rows of a day are not independent. Edge cases: NaN where a
 * denominator is 0. Example: of two days with 1 of 2 before and 2 of 2 after each, 0.5 becomes 1, and the interval is 0.5 to 0.5.
 */
export function ratioByDay(rows: readonly RatioRow[]): RatioChange {
  const days = new Map<number, Float64Array>();
  const total = new Float64Array(4);
  for (const { dayMs, before, after } of rows) {
    const day = days.get(dayMs) ?? new Float64Array(4);
    days.set(dayMs, day);
    for (const [at, value] of [...before, ...after].entries()) {
      day[at] = (day[at] ?? 0) + value;
      total[at] = (total[at] ?? 0) + value;
    }
  }
  const changeOf = ([a = 0, b = 0, c = 0, d = 0]: Float64Array) => c / d - a / b;
  const [interval] =
    days.size < 2 ? [] : clusterBootstrapSums({ sums: [...days.values()], statistics: (sum) => [changeOf(sum)] });
  const [a = 0, b = 0, c = 0, d = 0] = total;
  return {
    before: a / b,
    after: c / d,
    difference: changeOf(total),
    low: interval?.low ?? Number.NaN,
    high: interval?.high ?? Number.NaN,
  };
}
