import { finiteOrNull } from '../stats/finite-or-null';

/** Why a method has no answer for a column. */
export const UNDEFINED_REASONS = [
  'reference-empty',
  'current-empty',
  'constant',
  'no-interquartile-range',
  'too-few-values',
  'too-many-values',
  'infinite-values',
  'unequal-lengths',
  'more-than-two-values',
  'wrong-kind',
  'no-threshold',
] as const;
export type UndefinedReason = (typeof UNDEFINED_REASONS)[number];

/** The answer of one method for one column. Every number is finite. */
export interface DriftVerdict<Method extends string> {
  readonly method: Method;
  /** The distance or test statistic; null where it is undefined or infinite. */
  readonly statistic: number | null;
  /** Null for a distance, and where it is undefined. */
  readonly pValue: number | null;
  /** Held against p where there is one, else against the statistic. */
  readonly threshold: number | null;
  /** False where the method has no answer. */
  readonly drifted: boolean;
  readonly undefinedBecause: UndefinedReason | null;
}

/** Two sides of one column: numbers with NaN for null, or categories. */
export type ColumnPair =
  | { readonly kind: 'number'; readonly reference: Float64Array; readonly current: Float64Array }
  | {
      readonly kind: 'category';
      readonly reference: readonly (string | null)[];
      readonly current: readonly (string | null)[];
    };

/** What a method found; a distance has no p. */
export interface Answer {
  readonly statistic: number;
  readonly pValue?: number;
}

/** The verdict on an answer; one that overflowed is none. */
export function giveVerdict<Method extends string>(
  method: Method,
  answer: Answer | UndefinedReason,
  threshold: number | null,
  drifts: (score: number) => boolean,
): DriftVerdict<Method> {
  if (typeof answer === 'string') return undefinedVerdict(method, threshold, answer);
  const score = answer.pValue ?? answer.statistic;
  if (!Number.isFinite(score)) return undefinedVerdict(method, threshold, 'infinite-values');
  return {
    method,
    statistic: finiteOrNull(answer.statistic),
    pValue: finiteOrNull(answer.pValue),
    threshold,
    drifted: drifts(score),
    undefinedBecause: null,
  };
}

/** A verdict without an answer. */
export const undefinedVerdict = <Method extends string>(
  method: Method,
  threshold: number | null,
  undefinedBecause: UndefinedReason,
): DriftVerdict<Method> => ({
  method,
  statistic: null,
  pValue: null,
  threshold,
  drifted: false,
  undefinedBecause,
});

/** The number that a profile reports: p of a test, else the distance. */
export const scoreOf = ({ pValue, statistic }: DriftVerdict<string>): number | null => pValue ?? statistic;
