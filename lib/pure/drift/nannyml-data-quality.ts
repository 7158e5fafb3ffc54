import { type Chunk, type Chunking, chunkRows, DEFAULT_CHUNKING, type Incomplete } from './chunk-rows';
import type { ColumnPair } from './drift-verdict';
import { learnThreshold } from './learnt-threshold';

export interface RateChunk {
  readonly key: string;
  /** Share of the chunk's rows. */
  readonly rate: number;
  /** A standard error, and three of it on each side; null where the package has none. */
  readonly samplingError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly alert: boolean;
}

export interface RateReport {
  readonly reference: readonly RateChunk[];
  readonly current: readonly RateChunk[];
  readonly upperThreshold: number | null;
  readonly lowerThreshold: number | null;
}

export interface RateOptions {
  readonly chunking?: Chunking;
  readonly currentChunking?: Chunking;
  readonly incomplete?: Incomplete;
}

const DEVIATIONS = 3;

/**
 * Share of missing values chunk by chunk (NannyML 0.13): an alert where it leaves mean ± 3 standard deviations of the
 * reference chunks; thresholds and bounds stay in [0, 1]. The sampling error is that of the reference's share.
 */
export function missingRates(pair: ColumnPair, options: RateOptions = {}): RateReport {
  const [isMissingBefore, isMissingNow] = flags(pair, (value) => value === null || Number.isNaN(value));
  const share = isMissingBefore.reduce((sum, flag) => sum + flag, 0) / isMissingBefore.length;
  const errorOf = (rows: number): number | null =>
    isMissingBefore.length === 0 ? null : Math.sqrt((share * (1 - share)) / rows);
  const [reference, current] = rates(pair, options, isMissingBefore, isMissingNow, errorOf);
  const known = reference.map(({ rate }) => rate);
  const [upper, lower] = [learnThreshold(known, DEVIATIONS), learnThreshold(known, -DEVIATIONS)];
  return judged(
    reference,
    current,
    upper === null ? null : Math.min(1, upper),
    lower === null ? null : Math.max(0, lower),
  );
}

/** Share of categories that the reference does not have; any is an alert. Null is one of them where the reference has none. */
export function unseenRates(pair: Extract<ColumnPair, { kind: 'category' }>, options: RateOptions = {}): RateReport {
  const known = new Set(pair.reference);
  const [before, now] = flags(pair, (value) => typeof value !== 'number' && !known.has(value));
  return judged(...rates(pair, options, before, now, () => null), 0, null);
}

/** Share of numbers below the smallest or above the largest of the reference; any is an alert. NaN is not outside. */
export function outOfRangeRates(pair: Extract<ColumnPair, { kind: 'number' }>, options: RateOptions = {}): RateReport {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of pair.reference) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [before, now] = flags(pair, (value) => typeof value === 'number' && (value < low || value > high));
  return judged(...rates(pair, options, before, now, () => null), 0, null);
}

function flags(pair: ColumnPair, has: (value: number | string | null) => boolean): [Uint8Array, Uint8Array] {
  const side = (values: ArrayLike<number | string | null>): Uint8Array =>
    Uint8Array.from(values, (value) => (has(value) ? 1 : 0));
  return [side(pair.reference), side(pair.current)];
}

function rates(
  pair: ColumnPair,
  { chunking = DEFAULT_CHUNKING, currentChunking = chunking, incomplete = 'keep' }: RateOptions,
  before: Uint8Array,
  now: Uint8Array,
  errorOf: (rows: number) => number | null,
): [RateChunk[], RateChunk[]] {
  const rateOf =
    (marks: Uint8Array) =>
    ({ key, rows }: Chunk): RateChunk => {
      const rate = rows.reduce((sum, row) => sum + (marks[row] ?? 0), 0) / rows.length;
      const error = errorOf(rows.length);
      return {
        key,
        rate,
        samplingError: error,
        low: error === null ? null : Math.max(0, rate - 3 * error),
        high: error === null ? null : Math.min(1, rate + 3 * error),
        alert: false,
      };
    };
  return [
    chunkRows(pair.reference.length, chunking, incomplete).map(rateOf(before)),
    chunkRows(pair.current.length, currentChunking, incomplete).map(rateOf(now)),
  ];
}

function judged(
  reference: readonly RateChunk[],
  current: readonly RateChunk[],
  upperThreshold: number | null,
  lowerThreshold: number | null,
): RateReport {
  const judge = (chunk: RateChunk): RateChunk => ({
    ...chunk,
    alert:
      (upperThreshold !== null && chunk.rate > upperThreshold) ||
      (lowerThreshold !== null && chunk.rate < lowerThreshold),
  });
  return { reference: reference.map(judge), current: current.map(judge), upperThreshold, lowerThreshold };
}
