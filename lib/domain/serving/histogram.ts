export type HistogramCounts = Pick<Histogram, 'bounds' | 'counts' | 'sum' | 'count'>;

/** Both together, as if one had seen all values. They have the same bounds. */
export const addHistograms = (one: HistogramCounts, other: HistogramCounts): HistogramCounts => ({
  bounds: one.bounds,
  counts: one.counts.map((count, bin) => count + (other.counts[bin] ?? 0)),
  sum: one.sum + other.sum,
  count: one.count + other.count,
});

/** Counts per upper bound, as Prometheus reads them; the last count is of values above every bound. */
export class Histogram {
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bin = 0;
    while (bin < this.bounds.length && value > (this.bounds[bin] ?? 0)) bin += 1;
    this.counts[bin] = (this.counts[bin] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
  }
}
