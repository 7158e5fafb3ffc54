import { deviationOf, meanOf } from '../stats/moments';
import { type Chunking, chunkRows, DEFAULT_CHUNKING, type Incomplete } from './chunk-rows';
import type { ColumnPair, UndefinedReason } from './drift-verdict';
import { learnColumn, type RowColumn } from './learn-column';
import { learnThreshold } from './learnt-threshold';
import { principalAxes, residualsOf } from './principal-axes';

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
    const { errors } = residualsOf(side, axes);
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

function encode(pair: ColumnPair): { reference: Float64Array; current: Float64Array } {
  const [reference, current]: [RowColumn, RowColumn] =
    pair.kind === 'number'
      ? [
          { kind: pair.kind, values: pair.reference },
          { kind: pair.kind, values: pair.current },
        ]
      : [
          { kind: pair.kind, values: pair.reference },
          { kind: pair.kind, values: pair.current },
        ];
  const standardise = learnColumn(reference);
  return { reference: standardise(reference), current: standardise(current) };
}
