import type { CsvValue } from '@/components/charts/csv';
import type { Bins } from '@/components/charts/prepare-histogram';
import type { DriftFeature, DriftImportance, DriftState } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { COST_CSV_COLUMNS, costCsvCells } from './prepare-cost';
import { importanceOf, rankOf } from './prepare-rank';

export type NumberShape = Extract<DriftFeature['shape'], { kind: 'number' }>;
export type CategoryShape = Extract<DriftFeature['shape'], { kind: 'category' }>;

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
const shareOf = (part: number, all: number): number | null => (all === 0 ? null : part / all);

/** What the reference and the window have per bin; the median only where the reference knows one. */
export function histogramBins(shape: NumberShape): { reference: Bins; now: Bins } {
  const median = shape.referenceQuantiles[3];
  return {
    reference: { edges: shape.edges, counts: shape.reference, ...(median === undefined ? {} : { median }) },
    now: { edges: shape.edges, counts: shape.current },
  };
}

/** Shares of all categories; those that are not listed stand last under `otherLabel`. */
export function categoryShares(shape: CategoryShape, otherLabel: string) {
  const before = sum(shape.reference) + shape.referenceOther;
  const now = sum(shape.current) + shape.currentOther;
  const listed = shape.categories.map((name, i) => ({
    name,
    reference: shareOf(shape.reference[i] ?? 0, before),
    now: shareOf(shape.current[i] ?? 0, now),
  }));
  const hasOther = shape.referenceOther + shape.currentOther > 0;
  return hasOther
    ? [
        ...listed,
        { name: otherLabel, reference: shareOf(shape.referenceOther, before), now: shareOf(shape.currentOther, now) },
      ]
    : listed;
}

/** Categories as bins of width one, so that a small picture can draw them like numbers. */
export function categoryBins(shape: CategoryShape, most = 24): { reference: Bins; now: Bins } {
  const shown = Math.min(most, shape.categories.length);
  const rest = (counts: readonly number[], other: number) => sum(counts.slice(shown)) + other;
  const edges = Array.from({ length: shown + 2 }, (_, i) => i);
  return {
    reference: { edges, counts: [...shape.reference.slice(0, shown), rest(shape.reference, shape.referenceOther)] },
    now: { edges, counts: [...shape.current.slice(0, shown), rest(shape.current, shape.currentOther)] },
  };
}

/** Rows of the window that the reference has no bin or category for, and their share of the compared ones. */
export function outsideNow({ shape, current }: DriftFeature): { rows: number; share: number | null } {
  const rows = shape.kind === 'number' ? shape.currentOutside.below + shape.currentOutside.above : shape.currentOther;
  return { rows, share: shareOf(rows, current.compared) };
}

/** Share of nulls now and in the reference; null where there are no rows. */
export const nullShares = ({ reference, current }: DriftFeature) => ({
  now: shareOf(current.nulls, current.rows),
  reference: shareOf(reference.nulls, reference.rows),
});

export function countStates(features: readonly DriftFeature[]): Record<DriftState, number> {
  const counts: Record<DriftState, number> = { steady: 0, some: 0, much: 0, 'few-rows': 0, 'no-data': 0 };
  for (const { state } of features) counts[state] += 1;
  return counts;
}

/** Bins or categories of one column with both counts and shares, for its table and CSV. */
export function featureTable({ shape }: DriftFeature, otherLabel: string): Record<string, CsvValue>[] {
  const before = sum(shape.reference);
  const now = sum(shape.current);
  if (shape.kind === 'category') {
    const counts = (i: number) => ({ reference: shape.reference[i] ?? 0, now: shape.current[i] ?? 0 });
    const rows = shape.categories.map((value, i) => ({ value, ...counts(i) }));
    const other = { value: otherLabel, reference: shape.referenceOther, now: shape.currentOther };
    return other.reference + other.now > 0 ? [...rows, other] : rows;
  }
  return [
    {
      low: null,
      high: shape.edges[0] ?? null,
      reference: shape.referenceOutside.below,
      now: shape.currentOutside.below,
    },
    ...shape.reference.map((count, i) => ({
      low: shape.edges[i] ?? null,
      high: shape.edges[i + 1] ?? null,
      reference: count,
      now: shape.current[i] ?? 0,
    })),
    {
      low: shape.edges.at(-1) ?? null,
      high: null,
      reference: shape.referenceOutside.above,
      now: shape.currentOutside.above,
    },
  ].filter((row, i, all) => (i > 0 && i < all.length - 1) || row.reference + row.now > 0 || before + now === 0);
}

export const DRIFT_CSV_COLUMNS = [
  'column',
  'title',
  'unit',
  'state',
  'jensen_shannon',
  'psi',
  'rows',
  'compared',
  'nulls',
  'outside_or_unseen',
  'reference_rows',
  'reference_nulls',
  'importance',
  'rank',
  ...COST_CSV_COLUMNS,
] as const;

/** All columns with their raw numbers, in the order given. */
export const driftCsvRows = (
  features: readonly DriftFeature[],
  { importance, costs }: { importance: DriftImportance | null; costs: DriftCosts | null },
): CsvValue[][] =>
  features.map((feature) => [
    feature.name,
    feature.title,
    feature.unit,
    feature.state,
    feature.jensenShannon,
    feature.psi,
    feature.current.rows,
    feature.current.compared,
    feature.current.nulls,
    outsideNow(feature).rows,
    feature.reference.rows,
    feature.reference.nulls,
    importance && importanceOf(importance, feature),
    importance && rankOf(importance, feature),
    ...costCsvCells(costs, feature),
  ]);
