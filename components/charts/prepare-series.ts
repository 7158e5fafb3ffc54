export type SeriesInput = {
  key: string;
  label: string;
  /** Time in milliseconds and value; null is a bucket without a value. `n` and the band ends are optional. */
  points: readonly { t: number; value: number | null; n?: number | undefined; low?: number; high?: number }[];
};

export type SeriesRow = {
  t: number;
  values: Record<string, number | null>;
  n: Record<string, number>;
  bands: Record<string, [number, number]>;
};

export type PreparedSeries = {
  rows: SeriesRow[];
  /** Spans where the first series has no value, from its last known moment before to the first after. */
  gaps: { from: number; to: number }[];
  /** Start of the bucket that is still open at `now`, if the data reach it. */
  openBucket: number | null;
  low: number;
  high: number;
  total: number;
};

const mostPoints = 300;

/** Keeps the first and last row and, per part, the rows with the smallest and largest value of every series. */
function thin(rows: readonly SeriesRow[], keys: readonly string[], most: number): SeriesRow[] {
  if (rows.length <= most) return [...rows];
  const parts = Math.max(1, Math.floor((most - 2) / (2 * keys.length)));
  const kept = new Set([0, rows.length - 1]);
  for (let part = 0; part < parts; part++) {
    const start = Math.floor((part * rows.length) / parts);
    const end = Math.floor(((part + 1) * rows.length) / parts);
    for (const key of keys) {
      let least: number | null = null;
      let largest: number | null = null;
      for (let index = start; index < end; index++) {
        const value = rows[index]?.values[key];
        if (value === null || value === undefined) continue;
        if (least === null || value < (rows[least]?.values[key] ?? value)) least = index;
        if (largest === null || value > (rows[largest]?.values[key] ?? value)) largest = index;
      }
      if (least !== null) kept.add(least);
      if (largest !== null) kept.add(largest);
    }
  }
  return [...kept].sort((a, b) => a - b).flatMap((index) => rows[index] ?? []);
}

/**
 * Several series over time on common moments, in time order. With `bucketMs` missing buckets become nulls, so that a gap is
 * drawn as a gap, and the bucket still open at `now` is named. More than 300 rows are thinned (minimum and maximum stay).
 */
export function prepareSeries(
  series: readonly SeriesInput[],
  options: { bucketMs?: number | undefined; now?: number | undefined; most?: number } = {},
): PreparedSeries {
  const { bucketMs, now, most = mostPoints } = options;
  const byTime = new Map<number, SeriesRow>();
  const rowAt = (t: number) => {
    const known = byTime.get(t);
    if (known) return known;
    const row: SeriesRow = { t, values: Object.fromEntries(series.map(({ key }) => [key, null])), n: {}, bands: {} };
    byTime.set(t, row);
    return row;
  };
  for (const { key, points } of series) {
    for (const point of points) {
      const row = rowAt(point.t);
      row.values[key] = point.value !== null && Number.isFinite(point.value) ? point.value : null;
      if (point.n !== undefined) row.n[key] = point.n;
      if (point.low !== undefined && point.high !== undefined) row.bands[key] = [point.low, point.high];
    }
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  const first = times[0];
  const last = times.at(-1);
  if (bucketMs && first !== undefined && last !== undefined && (last - first) / bucketMs < 100_000) {
    for (let t = first; t < last; t += bucketMs) rowAt(t);
  }
  const full = [...byTime.values()].sort((a, b) => a.t - b.t);
  const leading = series[0]?.key ?? '';
  const isEmpty = (row: SeriesRow) => (row.values[leading] ?? null) === null;
  const gaps: { from: number; to: number }[] = [];
  for (let index = 0; index < full.length; index++) {
    const row = full[index];
    if (!row || !isEmpty(row)) continue;
    let end = index;
    while (end + 1 < full.length && isEmpty(full[end + 1] ?? row)) end++;
    gaps.push({ from: full[index - 1]?.t ?? row.t, to: full[end + 1]?.t ?? full[end]?.t ?? row.t });
    index = end;
  }
  const all = full
    .flatMap((row) => [...Object.values(row.values), ...Object.values(row.bands).flat()])
    .filter((value) => value !== null);
  return {
    rows: thin(
      full,
      series.map(({ key }) => key),
      most,
    ),
    gaps,
    openBucket:
      bucketMs && now !== undefined && last !== undefined && last + bucketMs > now && last <= now ? last : null,
    low: all.length === 0 ? 0 : all.reduce((a, b) => Math.min(a, b)),
    high: all.length === 0 ? 1 : all.reduce((a, b) => Math.max(a, b)),
    total: full.length,
  };
}
