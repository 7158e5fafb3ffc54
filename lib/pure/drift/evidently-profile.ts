import { codeCategories, countCategories, countDistinct } from '../stats/paired-counts';
import { sumOf } from '../stats/sum-of';
import { type ColumnPair, type DriftVerdict, giveVerdict, undefinedVerdict } from './drift-verdict';
import { type CleanPair, type EvidentlyMethod, methodOf } from './evidently-methods';
import { sortedValues } from './sorted-values';

/** Up to this many reference rows a test decides, above it a distance; the current side is never asked. */
const TESTED_ROWS = 1_000;
const FEW_VALUES = 5;
const DRIFT_SHARE = 0.5;

export type EvidentlyVerdict = DriftVerdict<EvidentlyMethod>;

/**
 * Drift of one column by the rules of Evidently 0.7: null and infinite values are dropped, and without a `method` the
 * number of reference rows and of distinct values chooses one. Where Evidently refuses or answers NaN, the verdict says why.
 */
export function evidentlyDrift(
  pair: ColumnPair,
  options: { readonly method?: EvidentlyMethod; readonly threshold?: number } = {},
): EvidentlyVerdict {
  const clean = cleanPair(pair);
  const [n, m] = sizesOf(clean);
  const method = options.method ?? defaultMethod(clean, n);
  const rule = methodOf(method);
  const threshold = options.threshold ?? rule.threshold;
  if (n === 0 || m === 0) return undefinedVerdict(method, threshold, n === 0 ? 'reference-empty' : 'current-empty');
  const outcome =
    clean.kind === 'number'
      ? rule.ofNumbers?.(clean.reference, clean.current)
      : rule.ofCounts?.(clean.counts, clean.codes);
  return giveVerdict(method, outcome ?? 'wrong-kind', threshold, (score) => {
    if (rule.drifts === '<') return score < threshold;
    if (rule.drifts === '<=') return score <= threshold;
    return rule.drifts === '>' ? score > threshold : score >= threshold;
  });
}

function cleanPair(pair: ColumnPair): CleanPair {
  if (pair.kind === 'category')
    return {
      kind: 'category',
      counts: countCategories(pair.reference, pair.current),
      codes: () => codeCategories(pair.reference, pair.current),
    };
  return {
    kind: 'number',
    reference: sortedValues(pair.reference, 'finite'),
    current: sortedValues(pair.current, 'finite'),
  };
}
const sizesOf = (clean: CleanPair): [number, number] =>
  clean.kind === 'number'
    ? [clean.reference.length, clean.current.length]
    : [sumOf(clean.counts.reference), sumOf(clean.counts.current)];

function defaultMethod(clean: CleanPair, referenceRows: number): EvidentlyMethod {
  const values =
    clean.kind === 'number' ? countDistinct(clean.reference, clean.current, FEW_VALUES) : clean.counts.reference.length;
  const isMeasured = clean.kind === 'number' && values > FEW_VALUES;
  if (referenceRows > TESTED_ROWS) return isMeasured ? 'wasserstein' : 'jensenshannon';
  if (isMeasured) return 'ks';
  return values > 2 ? 'chisquare' : 'z';
}

export interface EvidentlyPreset {
  readonly columns: Readonly<Record<string, EvidentlyVerdict>>;
  readonly driftedCount: number;
  readonly driftedShare: number | null;
  /** From this share of drifted columns on, the data set drifts. */
  readonly driftShare: number;
  readonly drifted: boolean;
}

/** Evidently's DataDriftPreset: every column by its own, and the data set drifts from a share of drifted columns on. */
export function evidentlyPreset(
  columns: Readonly<Record<string, ColumnPair>>,
  options: {
    readonly driftShare?: number;
    readonly numberMethod?: EvidentlyMethod;
    readonly categoryMethod?: EvidentlyMethod;
  } = {},
): EvidentlyPreset {
  const verdicts = Object.entries(columns).map(([name, pair]): [string, EvidentlyVerdict] => {
    const method = pair.kind === 'number' ? options.numberMethod : options.categoryMethod;
    return [name, evidentlyDrift(pair, method === undefined ? {} : { method })];
  });
  const { driftShare = DRIFT_SHARE } = options;
  const driftedCount = verdicts.filter(([, { drifted }]) => drifted).length;
  const driftedShare = verdicts.length === 0 ? null : driftedCount / verdicts.length;
  return {
    columns: Object.fromEntries(verdicts),
    driftedCount,
    driftedShare,
    driftShare,
    drifted: driftedShare !== null && driftedShare >= driftShare,
  };
}
