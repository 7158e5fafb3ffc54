/** `size` rows each, `count` equal parts, or by the calendar in UTC. */
export type Chunking =
  | { readonly size: number }
  | { readonly count: number }
  | { readonly period: Period; readonly timesMs: ArrayLike<number> };
export type Period = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
/** What becomes of the rows that do not fill the last chunk of a size or count. */
export type Incomplete = 'keep' | 'append' | 'drop';

export interface Chunk {
  /** `[from:to]` of the rows, or the day on which the period begins. */
  readonly key: string;
  readonly rows: Uint32Array;
}

/** NannyML's own number of chunks where nothing else is asked for. */
export const DEFAULT_CHUNKING: Chunking = { count: 10 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Rows cut into chunks as NannyML cuts them, in the order of the rows; a count is turned into the size that fits, so that
 * an incomplete chunk may come on top. Nulls are still in the rows.
 * Edge cases: no rows give no chunks; a size below 1 counts as 1.
 * Example: 5 rows in size 2 are [0:1], [2:3], [4:4]; with `append` [0:1], [2:4]; with `drop` [0:1], [2:3].
 */
export function chunkRows(rows: number, chunking: Chunking, incomplete: Incomplete = 'keep'): Chunk[] {
  if ('period' in chunking) return chunkPeriods(rows, chunking.period, chunking.timesMs);
  const size = Math.max(1, Math.floor('size' in chunking ? chunking.size : rows / chunking.count));
  const whole = Math.floor(rows / size);
  const ends = Array.from({ length: whole }, (_, i) => (i + 1) * size);
  if (rows > whole * size) {
    if (incomplete === 'keep' || (incomplete === 'append' && whole === 0)) ends.push(rows);
    else if (incomplete === 'append') ends[whole - 1] = rows;
  }
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : (ends[i - 1] ?? 0);
    return { key: `[${start}:${end - 1}]`, rows: rowsBetween(start, end) };
  });
}

function rowsBetween(start: number, end: number): Uint32Array {
  const rows = new Uint32Array(end - start);
  for (let i = 0; i < rows.length; i += 1) rows[i] = start + i;
  return rows;
}

function chunkPeriods(rows: number, period: Period, timesMs: ArrayLike<number>): Chunk[] {
  const groups = new Map<number, number[]>();
  for (let row = 0; row < rows; row += 1) {
    const start = startOf(timesMs[row] ?? Number.NaN, period);
    const group = groups.get(start);
    if (group) group.push(row);
    else groups.set(start, [row]);
  }
  return [...groups]
    .filter(([start]) => Number.isFinite(start))
    .sort(([a], [b]) => a - b)
    .map(([start, group]) => ({
      key: new Date(start).toISOString().slice(0, period === 'hour' ? 13 : 10),
      rows: Uint32Array.from(group),
    }));
}

function startOf(ms: number, period: Period): number {
  if (period === 'hour') return Math.floor(ms / HOUR_MS) * HOUR_MS;
  if (period === 'day') return Math.floor(ms / DAY_MS) * DAY_MS;
  // The first day of the epoch was a Thursday; weeks begin on Monday.
  if (period === 'week') return Math.floor((ms / DAY_MS + 3) / 7) * 7 * DAY_MS - 3 * DAY_MS;
  const date = new Date(ms);
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), period === 'month' ? month : period === 'quarter' ? month - (month % 3) : 0);
}

/** The values of some rows. */
export function takeNumbers(values: Float64Array, rows: Uint32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) taken[i] = values[rows[i] ?? 0] ?? Number.NaN;
  return taken;
}
export const takeCategories = (values: readonly (string | null)[], rows: Uint32Array): (string | null)[] =>
  Array.from(rows, (row) => values[row] ?? null);
