import { quantileSorted } from './quantile';
import type { FeatureColumn } from './single-feature-rule';

const BANDS = 10;
/** A mean per category of a column with more of them would only learn the rows by heart. */
const MAX_CATEGORIES = 50;

/** What a number is by one feature: the mean of the label in each band or category; `otherwise` for what training did not have. */
export interface SingleFeatureMean {
  readonly column: string;
  /** Upper edges of the bands of a number, upwards; null for categories. */
  readonly edges: readonly number[] | null;
  readonly means: ReadonlyMap<string, number>;
  readonly otherwise: number;
  readonly trainMae: number;
}

/**
 * The best rule for a number that looks at one feature only: the mean of the label in ten bands of equal count, or per category.
 * Source: the regressogram (Tukey 1961), chosen among columns by the mean absolute error on the given rows; ties go to the earlier column.
 * Edge cases: null without rows, or when no column has two different values.
 * Example: values [1, 1, 2, 2] with labels [0, 0, 4, 4] answer 0 for 1 and 4 for 2, with an error of 0.
 */
export function fitSingleFeatureMean(
  columns: readonly FeatureColumn[],
  labels: readonly number[],
): SingleFeatureMean | null {
  if (labels.length === 0) return null;
  const otherwise = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  let best: SingleFeatureMean | null = null;
  for (const column of columns) {
    const edges = column.kind === 'number' ? edgesOf(column.values) : null;
    const sums = new Map<string, { sum: number; n: number }>();
    for (const [i, label] of labels.entries()) {
      const key = keyOf(edges, column.values[i] ?? null);
      if (key === null) continue;
      const own = sums.get(key) ?? { sum: 0, n: 0 };
      sums.set(key, { sum: own.sum + label, n: own.n + 1 });
    }
    if (sums.size < 2 || sums.size > MAX_CATEGORIES) continue;
    const means = new Map([...sums].map(([key, { sum, n }]) => [key, sum / n]));
    const rule = { column: column.name, edges, means, otherwise };
    const errors = labels.map((label, i) => Math.abs(label - applySingleFeatureMean(rule, column.values[i] ?? null)));
    const trainMae = errors.reduce((sum, error) => sum + error, 0) / labels.length;
    if (!best || trainMae < best.trainMae) best = { ...rule, trainMae };
  }
  return best;
}

/** The answer of a rule for one value of its column. Example: a missing value has the mean of all labels. */
export function applySingleFeatureMean(
  { edges, means, otherwise }: Pick<SingleFeatureMean, 'edges' | 'means' | 'otherwise'>,
  value: number | string | null,
): number {
  const key = keyOf(edges, value);
  return (key === null ? undefined : means.get(key)) ?? otherwise;
}

function edgesOf(values: readonly (number | null)[]): number[] {
  const sorted = Float64Array.from(values.filter((value) => value !== null && Number.isFinite(value))).sort();
  if (sorted.length === 0) return [];
  const edges = Array.from({ length: BANDS - 1 }, (_, i) => quantileSorted(sorted, (i + 1) / BANDS));
  return [...new Set(edges)].filter((edge) => edge < (sorted.at(-1) ?? edge));
}

function keyOf(edges: readonly number[] | null, value: number | string | null): string | null {
  if (value === null) return null;
  if (edges === null) return String(value);
  const at = edges.findIndex((edge) => Number(value) <= edge);
  return String(at < 0 ? edges.length : at);
}
