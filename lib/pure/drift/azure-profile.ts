import { wassersteinDistance } from '../stats/cdf-distance';
import { chiSquareFit } from '../stats/chi-square-test';
import { equalSteps, sortedHistogramCounts } from '../stats/histogram-edges';
import { jensenShannonDistance } from '../stats/jensen-shannon';
import { kolmogorovSmirnovTest } from '../stats/kolmogorov-smirnov';
import { deviationOf } from '../stats/moments';
import { countCategories, type PairedCounts } from '../stats/paired-counts';
import { populationStabilityIndex } from '../stats/psi';
import {
  type Answer,
  type ColumnPair,
  type DriftVerdict,
  giveVerdict,
  type UndefinedReason,
  undefinedVerdict,
} from './drift-verdict';
import { sortedValues } from './sorted-values';

export type AzureMethod =
  | 'NormalizedWassersteinDistance'
  | 'JensenShannonDistance'
  | 'PopulationStabilityIndex'
  | 'TwoSampleKolmogorovSmirnovTest'
  | 'PearsonsChiSquaredTest';
export type AzureVerdict = DriftVerdict<AzureMethod>;

/** The component of the service and its SDK set different thresholds for the two default metrics; the others have none. */
export const AZURE_THRESHOLDS = { component: 0.5, sdk: 0.1 } as const;

export interface AzureOptions {
  readonly numberMethod?: AzureMethod;
  readonly categoryMethod?: AzureMethod;
  readonly threshold?: number;
}

const DEVIATION_FLOOR = 0.001;
const TESTED_BELOW = 10_000;
const THRESHOLDS: Partial<Record<AzureMethod, number>> = {
  NormalizedWassersteinDistance: AZURE_THRESHOLDS.component,
  JensenShannonDistance: AZURE_THRESHOLDS.component,
};

/**
 * Drift of every column by the rules of Azure ML's monitoring components (2026-07). A row that lacks a value in any column
 * is dropped whole, on each side, before anything is compared.
 */
export function azureDrift(
  columns: Readonly<Record<string, ColumnPair>>,
  options: AzureOptions = {},
): Record<string, AzureVerdict> {
  const pairs = Object.values(columns);
  const [reference, current] = [
    completeRows(pairs.map((pair) => pair.reference)),
    completeRows(pairs.map((pair) => pair.current)),
  ];
  return Object.fromEntries(
    Object.entries(columns).map(([name, pair]) => [name, compareColumn(pair, reference, current, options)]),
  );
}

type Side = ColumnPair['reference'];

function completeRows(sides: readonly Side[]): Uint8Array {
  const complete = new Uint8Array(Math.max(0, ...sides.map((side) => side.length))).fill(1);
  for (const side of sides)
    for (let row = 0; row < complete.length; row += 1) {
      const value = side[row] ?? null;
      if (value === null || Number.isNaN(value)) complete[row] = 0;
    }
  return complete;
}

function compareColumn(pair: ColumnPair, before: Uint8Array, now: Uint8Array, options: AzureOptions): AzureVerdict {
  const method =
    pair.kind === 'number'
      ? (options.numberMethod ?? 'NormalizedWassersteinDistance')
      : (options.categoryMethod ?? 'JensenShannonDistance');
  const threshold = options.threshold ?? THRESHOLDS[method] ?? null;
  const [n, m] = [before.reduce((sum, flag) => sum + flag, 0), now.reduce((sum, flag) => sum + flag, 0)];
  if (n === 0 || m === 0) return undefinedVerdict(method, threshold, n === 0 ? 'reference-empty' : 'current-empty');
  const found =
    pair.kind === 'number'
      ? compareNumbers(
          method,
          sortedValues(
            pair.reference.filter((_, row) => before[row] === 1),
            'infinite',
          ),
          sortedValues(
            pair.current.filter((_, row) => now[row] === 1),
            'infinite',
          ),
        )
      : compareCounts(
          method,
          countCategories(
            pair.reference.filter((_, row) => before[row] === 1),
            pair.current.filter((_, row) => now[row] === 1),
          ),
        );
  const verdict = giveVerdict(
    method,
    found,
    threshold,
    (score) => threshold !== null && (isTest(method) ? score < threshold : score > threshold),
  );
  return threshold === null && verdict.undefinedBecause === null
    ? { ...verdict, undefinedBecause: 'no-threshold' }
    : verdict;
}

const isTest = (method: AzureMethod): boolean =>
  method === 'TwoSampleKolmogorovSmirnovTest' || method === 'PearsonsChiSquaredTest';

function compareNumbers(method: AzureMethod, reference: Float64Array, current: Float64Array): Answer | UndefinedReason {
  if (method === 'TwoSampleKolmogorovSmirnovTest')
    return Math.max(reference.length, current.length) >= TESTED_BELOW
      ? 'too-many-values'
      : kolmogorovSmirnovTest(reference, current);
  if (method === 'PearsonsChiSquaredTest') return 'wrong-kind';
  const ends = [reference[0], reference.at(-1), current[0], current.at(-1)];
  if (!ends.every(Number.isFinite)) return 'infinite-values';
  if (method === 'NormalizedWassersteinDistance') {
    if (reference.length < 2) return 'too-few-values';
    const unit = Math.max(deviationOf(reference, 1), DEVIATION_FLOOR);
    return { statistic: wassersteinDistance(reference, current) / unit };
  }
  const edges = azureEdges(reference, current);
  const inner = (sorted: Float64Array): number[] => sortedHistogramCounts(sorted, edges).slice(1, -1);
  return compareCounts(method, { reference: inner(reference), current: inner(current) });
}

/** Sturges' number of bins for the smaller side, over the range of both; a constant has one bin. */
function azureEdges(reference: Float64Array, current: Float64Array): number[] {
  const low = Math.min(reference[0] ?? 0, current[0] ?? 0);
  const high = Math.max(reference.at(-1) ?? 0, current.at(-1) ?? 0);
  if (low === high) {
    const margin = Math.abs(low) * 0.005 || 0.005;
    return [low - margin, high + margin];
  }
  return equalSteps(low, high, Math.ceil(Math.log2(Math.min(reference.length, current.length)) + 1));
}

function compareCounts(method: AzureMethod, { reference, current }: PairedCounts): Answer | UndefinedReason {
  if (method === 'JensenShannonDistance') return { statistic: jensenShannonDistance(reference, current) };
  if (method === 'PopulationStabilityIndex')
    return { statistic: populationStabilityIndex(reference, current, 'laplace') };
  if (method !== 'PearsonsChiSquaredTest') return 'wrong-kind';
  const found = chiSquareFit(reference, current);
  return Number.isNaN(found.pValue) ? 'constant' : found;
}
