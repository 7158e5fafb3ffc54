import { compareSlices, type SliceComparison, type SliceSum } from '@/lib/pure/slices/compare-slices';
import {
  type CutFault,
  cutNumbers,
  cutTexts,
  type SliceCut,
  type SliceKey,
  sliceOf,
  slicesOf,
} from '@/lib/pure/slices/cut-column';
import { findWeakest } from '@/lib/pure/slices/find-weakest';
import { hashText } from '@/lib/pure/stats/hash-text';
import type { FeatureColumn } from '@/lib/pure/stats/single-feature-rule';
import type { Way } from '@/lib/pure/stats/widest-interval';
import type { RowPlace } from '../../registry';
import { featureColumn } from '../feature-column';
import type { CheckId, Measurement } from '../schema';
import type { JudgedAnswers } from './judged-answers';
import { said, unknown } from './measure';

const MOST_COLUMNS = 30;
const LEAST_ROWS = 30;
const LEAST_BLOCKS = 10;
/** Independent blocks in random groups are independent blocks; more of them would only cost time. */
const MOST_BLOCKS = 200;

/** The group of rows that is answered worst, found on one half of the days or entities and told by the other. */
export function checkWeakestSlice(judged: JudgedAnswers, places: readonly RowPlace[]): Measurement {
  const { found, reported } = halvesOf(judged);
  const columns = places.slice(0, MOST_COLUMNS).map((place, at) =>
    featureColumn(
      place,
      judged.rows.map(({ placed }) => placed[at] ?? ''),
    ),
  );
  const pairs = columns.flatMap((column) => {
    const cut = cutOf(column, judged.answered);
    if (typeof cut === 'string') return [];
    const keys = slicesOf(cut);
    const [a, b] = [found, reported].map((rows) => compareRows(judged, column, cut, keys, rows));
    return keys.flatMap((key, i) => {
      const [one, other] = [a?.[i], b?.[i]];
      return one && other ? [{ found: one, reported: other, name: nameOf(column.name, cut, key) }] : [];
    });
  });
  const looked = pairs.filter((pair) => pair.found.n >= LEAST_ROWS).length;
  if (looked === 0) return unknown('weakest-slice', 'few-rows', { n: judged.answered.length });
  const weak = findWeakest(pairs, { worse: -1, leastRows: LEAST_ROWS, most: 1 })[0];
  if (!weak) return said('weakest-slice', 'good', 'none', { slices: looked, n: judged.answered.length });
  return lossOf('weakest-slice', weak.reported, {
    ...{ slice: pairs[weak.at]?.name ?? '', slices: looked, task: judged.task },
  });
}

/** The group of the named columns that is answered worst beside the others. */
export function checkFairness(judged: JudgedAnswers, named: readonly string[], header: readonly string[]): Measurement {
  if (named.length === 0) return unknown('fairness', 'none-named');
  const groups = named.flatMap((name) => {
    const at = header.indexOf(name);
    if (at < 0) return [];
    const cells = judged.rows.map(({ record }) => record.cells[at] ?? '');
    const column: FeatureColumn = { name, kind: 'category', values: cells.map((cell) => (cell === '' ? null : cell)) };
    const cut = cutOf(column, judged.answered);
    if (typeof cut === 'string') return [];
    const keys = slicesOf(cut);
    return compareRows(judged, column, cut, keys, judged.answered).flatMap((comparison, i) =>
      comparison.n >= LEAST_ROWS && !Number.isNaN(comparison.difference.low)
        ? [{ comparison, name: nameOf(name, cut, keys[i] ?? 'other') }]
        : [],
    );
  });
  const worst = groups.toSorted((a, b) => a.comparison.difference.high - b.comparison.difference.high)[0];
  if (!worst) return unknown('fairness', 'few-rows', { columns: named.join(', ') });
  return lossOf('fairness', worst.comparison, { slice: worst.name, slices: groups.length, task: judged.task });
}

/** How much worse a group is than the others, as a number above 0, with its interval. */
function lossOf(
  check: CheckId,
  { n, difference }: SliceComparison,
  facts: Record<string, string | number>,
): Measurement {
  const { value, low, high } = difference;
  if (![value, low, high].every(Number.isFinite)) return unknown(check, 'few-blocks', { ...facts, n });
  const measured = { value: -value, low: -high, high: -low, bound: 'most' as const };
  return {
    ...{ check, outcome: null, why: 'worse', fix: null, measured },
    facts: { ...facts, n, value: -value, low: -high, high: -low },
  };
}

function cutOf(column: FeatureColumn, rows: readonly number[]): SliceCut | CutFault {
  if (column.kind === 'number') return cutNumbers(rows.flatMap((i) => column.values[i] ?? []));
  return cutTexts(rows.flatMap((i) => column.values[i] ?? []));
}

function compareRows(
  { ways, goodness }: JudgedAnswers,
  column: FeatureColumn,
  cut: SliceCut,
  keys: readonly SliceKey[],
  rows: readonly number[],
): SliceComparison[] {
  const drawn = ways.map((way): Way<Map<string, SliceSum>> => {
    const blocks = new Map<string, Map<string, SliceSum>>();
    const isMany = new Set(way.keys).size > MOST_BLOCKS;
    for (const row of rows) {
      const key = way.keys[row] ?? '';
      const block = isMany ? String(hashText(key) % MOST_BLOCKS) : key;
      const sums = blocks.get(block) ?? new Map<string, SliceSum>();
      blocks.set(block, sums);
      const slice = sliceOf(cut, column.values[row] ?? null);
      const sum = sums.get(slice) ?? { n: 0, weight: 0, sum: 0 };
      sums.set(slice, { n: sum.n + 1, weight: sum.weight + 1, sum: sum.sum + (goodness[row] ?? 0) });
    }
    // Rows that stand alone are a kind of entity.
    return { by: way.by === 'day' ? 'day' : 'entity', blocks: [...blocks.values()] };
  });
  return compareSlices(drawn, keys, LEAST_BLOCKS);
}

function halvesOf({ ways, answered }: JudgedAnswers) {
  const keys = ways[0]?.keys ?? [];
  const order = new Map([...new Set(keys)].toSorted().map((key, at) => [key, at]));
  const isFound = (row: number) => (order.get(keys[row] ?? '') ?? 0) % 2 === 0;
  return { found: answered.filter(isFound), reported: answered.filter((row) => !isFound(row)) };
}

const short = (value: number) => String(Number(value.toPrecision(4)));

/** A group in words that need no language, such as `wind > 12` or `carrier = AA`. */
function nameOf(column: string, cut: SliceCut, key: SliceKey): string {
  if (key === 'null') return `${column} = ∅`;
  if (key === 'other') return `${column} = …`;
  const at = Number(key);
  if (cut.kind === 'values') return `${column} = ${cut.values[at] ?? ''}`.slice(0, 100);
  const [below, upTo] = [cut.edges[at - 1], cut.edges[at]];
  if (below === undefined) return `${column} ≤ ${short(upTo ?? 0)}`;
  return upTo === undefined ? `${column} > ${short(below)}` : `${short(below)} < ${column} ≤ ${short(upTo)}`;
}
