import { deviationOf, meanOf } from '../stats/moments';
import { countEach } from '../stats/paired-counts';
import { symmetricEigen } from '../stats/symmetric-eigen';
import { type Chunking, chunkRows, DEFAULT_CHUNKING, type Incomplete } from './chunk-rows';
import type { ColumnPair, UndefinedReason } from './drift-verdict';
import { learnThreshold } from './learnt-threshold';

export interface ReconstructionChunk {
  readonly key: string;
  /** Mean distance of the chunk's rows from their image in the kept components. */
  readonly error: number;
  /** Standard error of the mean, and three of it on each side; null for a single row. */
  readonly samplingError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly alert: boolean;
}

export interface Reconstruction {
  readonly reference: readonly ReconstructionChunk[];
  readonly current: readonly ReconstructionChunk[];
  readonly components: number;
  readonly upperThreshold: number | null;
  readonly lowerThreshold: number | null;
  readonly undefinedBecause: UndefinedReason | null;
}

const VARIANCE_KEPT = 0.65;
const DEVIATIONS = 3;

/**
 * Multivariate drift by the rules of NannyML 0.13: categories become their share in the reference, missing values the
 * mean or the most frequent category, columns are standardised by the reference, and rows are projected on as many
 * principal components as hold more than 65 % of its variance. An alert where the mean error of a chunk reaches mean ± 3
 * standard deviations of the reference chunks; a lower threshold below 0 is none.
 */
export function nannymlReconstruction(
  columns: readonly ColumnPair[],
  options: {
    readonly chunking?: Chunking;
    readonly currentChunking?: Chunking;
    readonly incomplete?: Incomplete;
  } = {},
): Reconstruction {
  const encoded = columns.map(encode);
  const reference = encoded.map(({ reference: side }) => side);
  const current = encoded.map(({ current: side }) => side);
  const nothing = { reference: [], current: [], components: 0, upperThreshold: null, lowerThreshold: null };
  if (reference.length === 0 || reference.some((side) => side.every(Number.isNaN)))
    return { ...nothing, undefinedBecause: 'reference-empty' };
  if ((current[0]?.length ?? 0) === 0) return { ...nothing, undefinedBecause: 'current-empty' };
  if (![...reference, ...current].every((side) => side.every(Number.isFinite)))
    return { ...nothing, undefinedBecause: 'infinite-values' };
  const axes = principalAxes(reference);
  if (axes.length === 0) return { ...nothing, undefinedBecause: 'constant' };
  const { chunking = DEFAULT_CHUNKING, currentChunking = chunking, incomplete = 'keep' } = options;
  const measure = (side: readonly Float64Array[], cut: Chunking): ReconstructionChunk[] => {
    const errors = rowErrors(side, axes);
    return chunkRows(errors.length, cut, incomplete).map(({ key, rows }) => {
      const own = Float64Array.from(rows, (row) => errors[row] ?? 0);
      const error = meanOf(own);
      if (own.length < 2) return { key, error, samplingError: null, low: null, high: null, alert: false };
      const spread = deviationOf(own, 1) / Math.sqrt(own.length);
      return {
        key,
        error,
        samplingError: spread,
        low: Math.max(0, error - 3 * spread),
        high: error + 3 * spread,
        alert: false,
      };
    });
  };
  const before = measure(reference, chunking);
  const known = before.map(({ error }) => error);
  const [upperThreshold, lower] = [learnThreshold(known, DEVIATIONS), learnThreshold(known, -DEVIATIONS)];
  const lowerThreshold = lower !== null && lower >= 0 ? lower : null;
  const judge = (chunk: ReconstructionChunk): ReconstructionChunk => ({
    ...chunk,
    alert:
      (upperThreshold !== null && chunk.error >= upperThreshold) ||
      (lowerThreshold !== null && chunk.error <= lowerThreshold),
  });
  return {
    reference: before.map(judge),
    current: measure(current, currentChunking).map(judge),
    components: axes.length,
    upperThreshold,
    lowerThreshold,
    undefinedBecause: null,
  };
}

/** Both sides as numbers without gaps, standardised by the reference; a constant column is only centred. */
function encode(pair: ColumnPair): { reference: Float64Array; current: Float64Array } {
  const [reference, current] =
    pair.kind === 'number' ? [pair.reference, pair.current] : encodeCategories(pair.reference, pair.current);
  const mean = meanOf(reference.filter((value) => !Number.isNaN(value)));
  const filled = reference.map((value) => (Number.isNaN(value) ? mean : value));
  const centre = meanOf(filled);
  const scale = deviationOf(filled, 0) || 1;
  const standardise = (value: number): number => ((Number.isNaN(value) ? mean : value) - centre) / scale;
  return { reference: reference.map(standardise), current: current.map(standardise) };
}

function encodeCategories(
  reference: readonly (string | null)[],
  current: readonly (string | null)[],
): [Float64Array, Float64Array] {
  const counts = [...countEach(reference)].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const most = counts[0]?.[0] ?? null;
  const nulls = reference.length - counts.reduce((sum, [, count]) => sum + count, 0);
  const shares = new Map(
    counts.map(([category, count]) => [category, (category === most ? count + nulls : count) / reference.length]),
  );
  const shareOf = (value: string | null): number => shares.get(value ?? most ?? '') ?? 0;
  return [Float64Array.from(reference, shareOf), Float64Array.from(current, shareOf)];
}

function principalAxes(columns: readonly Float64Array[]): readonly (readonly number[])[] {
  const covariance = columns.map((a) =>
    columns.map((b) => {
      let sum = 0;
      for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
      return sum / a.length;
    }),
  );
  const { values, vectors } = symmetricEigen(covariance);
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(whole > 0)) return [];
  let sum = 0;
  const kept = values.findIndex((value) => {
    sum += value;
    return sum / whole > VARIANCE_KEPT;
  });
  return vectors.slice(0, kept + 1);
}

function rowErrors(columns: readonly Float64Array[], axes: readonly (readonly number[])[]): Float64Array {
  const rows = columns[0]?.length ?? 0;
  const errors = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let square = 0;
    const places = axes.map((axis) => axis.reduce((sum, weight, i) => sum + weight * (columns[i]?.[row] ?? 0), 0));
    for (let i = 0; i < columns.length; i += 1) {
      const image = axes.reduce((sum, axis, k) => sum + (axis[i] ?? 0) * (places[k] ?? 0), 0);
      square += ((columns[i]?.[row] ?? 0) - image) ** 2;
    }
    errors[row] = Math.sqrt(square);
  }
  return errors;
}
