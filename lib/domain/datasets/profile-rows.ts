import { pearsonCorrelation } from '@/lib/pure/stats/pearson-correlation';
import { buildReferenceProfile } from '@/lib/pure/stats/reference-profile';
import { columnHints } from './column-hints';
import type { ColumnFacts, ColumnReference, DatasetCell, DatasetColumn, DatasetProfile, DatasetRoles } from './schema';

const SAMPLED_ROWS = 10_000;
const SAMPLED_COLUMNS = 200;
const CORRELATED_COLUMNS = 30;
const MAX_TEXT = 200;

/** What is known of each column, what columns have to do with each other, and what looks wrong. One column is held at once. */
export async function profileRows(
  open: { columns: DatasetColumn[]; readColumns: (names: readonly string[]) => Promise<Map<string, DatasetCell[]>> },
  roles: DatasetRoles,
  { rows, duplicates }: { rows: number; duplicates: number },
): Promise<DatasetProfile> {
  const columns: ColumnFacts[] = [];
  const sample = new Map<string, DatasetCell[]>();
  const wanted = sampledNames(open.columns, roles);
  const step = Math.max(1, rows / SAMPLED_ROWS);
  for (const column of open.columns) {
    const cells = (await open.readColumns([column.name])).get(column.name) ?? [];
    columns.push(factsOf(column, cells));
    if (wanted.has(column.name))
      sample.set(
        column.name,
        Array.from({ length: Math.min(rows, SAMPLED_ROWS) }, (_, i) => cells[Math.floor(i * step)] ?? null),
      );
  }
  return {
    columns,
    duplicates,
    correlations: correlate(columns, sample, Math.min(rows, SAMPLED_ROWS)),
    hintRows: Math.min(rows, SAMPLED_ROWS),
    hints: columnHints(columns, sample, roles, rows),
  };
}

function sampledNames(columns: readonly DatasetColumn[], { target, features }: DatasetRoles): Set<string> {
  const isFeature = new Set(features);
  const first = columns.filter(({ name }) => isFeature.has(name)).slice(0, SAMPLED_COLUMNS);
  return new Set([...(target === null ? [] : [target]), ...first.map(({ name }) => name)]);
}

function factsOf({ name, type }: DatasetColumn, cells: readonly DatasetCell[]): ColumnFacts {
  const present = cells.filter((cell) => cell !== null);
  const numbers = type === 'number' || type === 'integer' ? present.filter((cell) => typeof cell === 'number') : null;
  return {
    name,
    type,
    nulls: cells.length - present.length,
    distinct: new Set(present).size,
    mean: numbers && numbers.length > 0 ? numbers.reduce((sum, value) => sum + value / numbers.length, 0) : null,
    shape: shapeOf(type, cells),
  };
}

/** Bins of numbers and moments, the most frequent values of all others. */
function shapeOf(type: DatasetColumn['type'], cells: readonly DatasetCell[]): ColumnReference {
  const profile = buildReferenceProfile(
    type === 'number' || type === 'integer' || type === 'time'
      ? { kind: 'number', values: cells.map((cell) => (typeof cell === 'number' ? cell : null)) }
      : { kind: 'category', values: cells.map((cell) => (cell === null ? null : String(cell).slice(0, MAX_TEXT))) },
  );
  return profile.kind === 'number'
    ? { ...profile, edges: [...profile.edges], counts: [...profile.counts], quantiles: [...profile.quantiles] }
    : { ...profile, categories: [...profile.categories], counts: [...profile.counts] };
}

function correlate(
  columns: readonly ColumnFacts[],
  sample: ReadonlyMap<string, readonly DatasetCell[]>,
  rows: number,
): DatasetProfile['correlations'] {
  const names = columns
    .filter(({ name, type }) => (type === 'number' || type === 'integer') && sample.has(name))
    .slice(0, CORRELATED_COLUMNS)
    .map(({ name }) => name);
  const numbers = names.map((name) => (sample.get(name) ?? []).map((cell) => (typeof cell === 'number' ? cell : null)));
  const values = numbers.map((a, i) => numbers.slice(0, i).map((b) => pearsonCorrelation(a, b)));
  const at = (i: number, k: number) => (i === k ? 1 : (values[Math.max(i, k)]?.[Math.min(i, k)] ?? null));
  return { columns: names, rows, values: names.map((_, i) => names.map((_, k) => at(i, k))) };
}
