import type { CsvValue } from '@/components/charts/csv';
import type { SortDirection } from '@/components/ui/table';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import type { ColumnCost, DriftCosts } from '@/lib/domain/performance/schema';

type Named = Pick<DriftFeature, 'name'>;

/** What the measure is expected to change by because of a column; null where it is not known. */
export const costOf = ({ columns }: DriftCosts, { name }: Named): ColumnCost | null =>
  Object.hasOwn(columns, name) ? (columns[name] ?? null) : null;

/** Why a column of known costs has none. */
export const withoutCost = ({ without }: DriftCosts, { name }: Named): DriftCosts['without'][string] =>
  (Object.hasOwn(without, name) && without[name]) || 'uncounted';

/** The direction in which the worst change comes first: accuracy falls, an error grows. */
export const worstFirst = ({ measure }: Pick<DriftCosts, 'measure'>): SortDirection =>
  measure === 'accuracy' ? 'ascending' : 'descending';

/** Columns by their cost, those without one last; equal ones by distance, then by name. */
export function orderByCost<F extends DriftFeature>(
  features: readonly F[],
  costs: DriftCosts,
  direction: SortDirection,
): F[] {
  const sign = direction === 'ascending' ? 1 : -1;
  const placeOf = (feature: F) => {
    const cost = costOf(costs, feature);
    return cost === null ? Number.POSITIVE_INFINITY : sign * cost.change;
  };
  return features.toSorted((a, b) => {
    const [left, right] = [placeOf(a), placeOf(b)];
    if (left !== right) return left < right ? -1 : 1;
    return (b.jensenShannon ?? -1) - (a.jensenShannon ?? -1) || (a.name < b.name ? -1 : 1);
  });
}

export const COST_CSV_COLUMNS = [
  'cost_measure',
  'cost_change',
  'cost_low',
  'cost_high',
  'cost_labelled_rows',
  'cost_effective_rows',
  'cost_labelled_days',
  'cost_share_on_mean',
] as const;

/** One column's cost as in the file: shares and errors as they are, nothing where it is not known. */
export function costCsvCells(costs: DriftCosts | null, feature: Named): CsvValue[] {
  const cost = costs && costOf(costs, feature);
  return cost
    ? [costs.measure, cost.change, cost.low, cost.high, cost.n, cost.effectiveRows, cost.days, cost.onMean]
    : COST_CSV_COLUMNS.map(() => null);
}
