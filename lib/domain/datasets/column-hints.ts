import { pearsonCorrelation } from '@/lib/pure/stats/pearson-correlation';
import { type FeatureColumn, fitSingleFeatureRule } from '@/lib/pure/stats/single-feature-rule';
import type { ColumnFacts, ColumnHint, DatasetCell, DatasetRoles } from './schema';

/** A target with more values is not one of classes. */
const MOST_CLASSES = 50;
const DECIDES = 0.99;
const COPIES = 0.999;
/** Fewer rows decide nothing. */
const FEW_ROWS = 20;
/** A map from categories that have fewer rows each on average is learnt by heart. */
const ROWS_A_CATEGORY = 5;

/** Columns that a look is worth before a model learns from them, from a sample of the rows. */
export function columnHints(
  facts: readonly ColumnFacts[],
  sample: ReadonlyMap<string, readonly DatasetCell[]>,
  { target, features }: Pick<DatasetRoles, 'target' | 'features'>,
  rows: number,
): ColumnHint[] {
  if (rows < FEW_ROWS) return [];
  const truth = target === null ? undefined : sample.get(target);
  const targetFacts = facts.find(({ name }) => name === target);
  const isFeature = new Set(features);
  return facts
    .filter(({ name }) => isFeature.has(name) && name !== target)
    .flatMap((column): ColumnHint[] => {
      const none = { column: column.name, share: null, majority: null };
      if (column.distinct <= 1) return [{ ...none, kind: 'constant' }];
      const cells = sample.get(column.name);
      const leak = cells && truth && targetFacts ? leakOf(column, cells, targetFacts, truth) : null;
      if (leak) return [leak];
      return isLikeId(column, rows) ? [{ ...none, kind: 'like-an-id' }] : [];
    });
}

/** Every row has a value of its own, which a measured number may have too. */
const isLikeId = ({ type, distinct, nulls }: ColumnFacts, rows: number): boolean =>
  ['integer', 'text', 'category'].includes(type) && nulls === 0 && distinct === rows;

function leakOf(
  column: ColumnFacts,
  cells: readonly DatasetCell[],
  target: ColumnFacts,
  truth: readonly DatasetCell[],
): ColumnHint | null {
  const known = truth.flatMap((value, i) => (value === null ? [] : [i]));
  if (known.length < FEW_ROWS) return null;
  const isClasses = target.distinct >= 2 && target.distinct <= MOST_CLASSES;
  const [values, truths] = [known.map((i) => cells[i] ?? null), known.map((i) => truth[i] ?? null)];
  const copy = copyShare(values, truths, isClasses);
  if (copy !== null && Math.abs(copy) >= COPIES)
    return { kind: 'copy-of-target', column: column.name, share: copy, majority: null };
  if (!isClasses) return null;
  const labels = truths.map(String);
  const majority = mostFrequentShare(labels);
  const feature = asFeature(column, values);
  if (feature.kind === 'category' && column.distinct * ROWS_A_CATEGORY > values.length) return null;
  const rule = fitSingleFeatureRule([feature], labels);
  if (!rule || rule.trainAccuracy < DECIDES || majority >= DECIDES) return null;
  return { kind: 'decides-target', column: column.name, share: rule.trainAccuracy, majority };
}

/** Correlation of two numbers, else the share of rows in which both say the same. */
function copyShare(values: readonly DatasetCell[], truths: readonly DatasetCell[], isClasses: boolean): number | null {
  const isNumbers = [values, truths].every((cells) => cells.every((cell) => cell === null || typeof cell === 'number'));
  if (isNumbers && !isClasses) return pearsonCorrelation(values.map(asNumber), truths.map(asNumber));
  return values.filter((value, i) => value !== null && String(value) === String(truths[i])).length / values.length;
}

const asNumber = (cell: DatasetCell): number | null => (typeof cell === 'number' ? cell : null);

function asFeature({ name, type }: ColumnFacts, cells: readonly DatasetCell[]): FeatureColumn {
  if (type === 'number' || type === 'integer' || type === 'time')
    return { name, kind: 'number', values: cells.map(asNumber) };
  return { name, kind: 'category', values: cells.map((cell) => (cell === null ? null : String(cell))) };
}

function mostFrequentShare(labels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / labels.length;
}
