import { wassersteinDistance } from '@/lib/pure/stats/cdf-distance';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { countEach, pairCounts } from '@/lib/pure/stats/paired-counts';
import { quantileSorted } from '@/lib/pure/stats/quantile';
import { totalVariation } from '@/lib/pure/stats/total-variation';
import { readAnswer } from '../performance';
import type { PairedRow } from './read-pairs';
import { type ComparedAnswers, MOST_DISAGREEMENTS } from './schema';

const MOST_CLASSES = 30;
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

/** How two versions answer the rows that nobody has a label for. */
export function describeAnswers(
  rows: readonly PairedRow[],
  of: { isNumber: boolean; nameOf: (label: string) => string },
): ComparedAnswers {
  const unlabelled = rows.filter(({ truth }) => truth === null);
  const gapOf = ({ a, b }: PairedRow): number =>
    of.isNumber ? Math.abs((readAnswer(a) ?? 0) - (readAnswer(b) ?? 0)) : Number(a !== b);
  const apart = unlabelled.filter((row) => gapOf(row) > 0);
  const sorted = apart.sort((x, y) => gapOf(y) - gapOf(x) || y.atMs - x.atMs);
  return {
    n: unlabelled.length,
    days: daysOf(unlabelled),
    agreeing: unlabelled.length - apart.length,
    daysApart: daysOf(apart),
    ...(of.isNumber ? describeNumbers(unlabelled, gapOf) : describeLabels(unlabelled, of.nameOf)),
    disagreements: sorted.slice(0, MOST_DISAGREEMENTS).map(({ callId, row, atMs, entity, a, b }) => ({
      rowId: `${callId}.${row}`,
      at: new Date(atMs).toISOString(),
      entity,
      a: of.nameOf(a),
      b: of.nameOf(b),
    })),
  };
}

const daysOf = (rows: readonly PairedRow[]): number => new Set(rows.map(({ dayMs }) => dayMs)).size;

type Shape = Pick<ComparedAnswers, 'distance' | 'classes' | 'numbers'>;

function describeLabels(rows: readonly PairedRow[], nameOf: (label: string) => string): Shape {
  const [a, b] = [countEach(rows.map((row) => row.a)), countEach(rows.map((row) => row.b))];
  const counts = pairCounts(a, b);
  const classes = [...new Set([...a.keys(), ...b.keys()])]
    .map((label) => ({ label, name: nameOf(label), a: a.get(label) ?? 0, b: b.get(label) ?? 0 }))
    .sort((x, y) => y.a + y.b - (x.a + x.b) || x.label.localeCompare(y.label));
  return {
    distance: finiteOrNull(totalVariation(counts.reference, counts.current)),
    classes: classes.slice(0, MOST_CLASSES),
    numbers: null,
  };
}

function describeNumbers(rows: readonly PairedRow[], gapOf: (row: PairedRow) => number): Shape {
  const sortedOf = (side: 'a' | 'b') => Float64Array.from(rows.flatMap((row) => readAnswer(row[side]) ?? [])).sort();
  const [a, b] = [sortedOf('a'), sortedOf('b')];
  const quantiles = (sorted: Float64Array) => SHARES.map((share) => quantileSorted(sorted, share));
  const gaps = rows.reduce((sum, row) => sum + gapOf(row), 0);
  return {
    distance: finiteOrNull(wassersteinDistance(a, b)),
    classes: [],
    numbers: a.length > 0 && b.length > 0 ? { a: quantiles(a), b: quantiles(b), apart: gaps / rows.length } : null,
  };
}
