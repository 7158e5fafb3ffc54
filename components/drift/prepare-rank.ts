import type { DriftFeature, DriftImportance } from '@/lib/domain/drift/schema';

/** `cost`: the worst expected change first, `cost-last` the other way round. */
export const DRIFT_ORDERS = ['rank', 'distance', 'cost', 'cost-last'] as const;
export type DriftOrder = (typeof DRIFT_ORDERS)[number];

/** Share of the answers that rests on a column; null where it is not known. */
export const importanceOf = ({ columns }: DriftImportance, { name }: Pick<DriftFeature, 'name'>): number | null =>
  Object.hasOwn(columns, name) ? (columns[name] ?? null) : null;

/** Distance times importance; null where either is not known. */
export function rankOf(importance: DriftImportance, feature: DriftFeature): number | null {
  const share = importanceOf(importance, feature);
  return share === null || feature.jensenShannon === null ? null : feature.jensenShannon * share;
}

/**
 * Columns in the order of their rank, those without one last; equal ones by their distance, then by name. By distance alone, those without one
 * last, equal ones by name.
 */
export function orderFeatures(
  features: readonly DriftFeature[],
  importance: DriftImportance,
  order: 'rank' | 'distance',
): DriftFeature[] {
  const ranks = new Map(features.map((feature) => [feature, order === 'rank' ? rankOf(importance, feature) : null]));
  return features.toSorted(
    (a, b) =>
      (ranks.get(b) ?? -1) - (ranks.get(a) ?? -1) ||
      (b.jensenShannon ?? -1) - (a.jensenShannon ?? -1) ||
      (a.name < b.name ? -1 : 1),
  );
}

/** The column to look at first: the highest rank above 0 among those with enough rows; null where there is none. */
export function firstByRank(features: readonly DriftFeature[], importance: DriftImportance): DriftFeature | null {
  const told = features.filter(({ state }) => state !== 'few-rows' && state !== 'no-data');
  const [first] = orderFeatures(told, importance, 'rank');
  return first && (rankOf(importance, first) ?? 0) > 0 ? first : null;
}
