import { normalQuantile } from '../stats/normal-quantile';
import type { CategoryProfile, ReferenceProfile } from '../stats/reference-profile';

/** What a component listens to. */
export const COMPONENT_KINDS = [
  'level',
  'spread',
  'skew',
  'low',
  'high',
  'category',
  'rare',
  'nulls',
  'reconstruction',
  'classifier',
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

/** Rows of one column in one block, counted over the bins of its reference. */
export interface ColumnCounts {
  /** As in the reference profile: for numbers one bin more at each end. */
  counts: readonly number[];
  /** Values that the reference does not list. */
  unseen: number;
  nulls: number;
}

/** One number per row that a column is watched by; its mean over rows moves when the column's distribution does. */
export interface Component {
  kind: ComponentKind;
  /** The category that a component of kind `category` counts. */
  category: string | null;
  /** Score of a row in each bin, of an unseen value and of a null. Null where such rows do not count. */
  scores: readonly number[];
  unseen: number | null;
  nulls: number | null;
  /** Part of the column's share of false alarms that this component may spend. */
  share: number;
}

const NUMBER_SHARES = { level: 0.7, spread: 0.15, skew: 0.05, low: 0.025, high: 0.025, nulls: 0.05 } as const;
const CATEGORY_SHARES = { category: 0.9, rare: 0.05, nulls: 0.05 } as const;
/** Categories that are watched one by one; the rest together as rare. */
const MAX_CATEGORIES = 20;

/** Part of the reference that is its low end, its high end, or its rare categories. */
const TAIL = 0.01;

/**
 * The components of a column, learnt from its reference.
 * Numbers: the first three Hermite polynomials of the normal score of the bin (level, spread, skew: the smooth test of Neyman 1937, with
 * the scores of van der Waerden 1952, which lose nothing against the best test where the column is normal), and the shares of the low and
 * the high end. Categories: the share of each of the 20 commonest, and of the rare ones, unseen ones included. Both: the share of nulls.
 * Bins are scored by the middle rank of the reference; scores are bounded, so heavy tails do not make a mean jump. Nothing is scored by
 * being new: the next rows hold a new largest value or a new category by chance alone, which the reference's own rows never can.
 * Edge cases: a constant column has no level, spread and skew; a column without values only its share of nulls.
 * Example: a reference of two equal bins scores the lower one -1 and the upper one 1 for its level.
 */
export function componentsOf(profile: ReferenceProfile): Component[] {
  const width = profile.counts.length;
  const nulls: Component = {
    kind: 'nulls',
    category: null,
    scores: new Array<number>(width).fill(0),
    unseen: 0,
    nulls: 1,
    share: NUMBER_SHARES.nulls,
  };
  if (profile.n === 0) return [{ ...nulls, share: 1 }];
  return [...(profile.kind === 'number' ? ofNumbers(profile.counts) : ofCategories(profile)), nulls];
}

const indicator = (width: number, isIn: (bin: number) => boolean) =>
  Array.from({ length: width }, (_, bin) => (isIn(bin) ? 1 : 0));

function ofNumbers(counts: readonly number[]): Component[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  if (first === last) return [];
  let before = 0;
  const ranks = counts.map((count) => {
    const rank = (before + count / 2) / total;
    before += count;
    return rank;
  });
  const z = ranks.map((_, bin) => normalQuantile(ranks[Math.min(last, Math.max(first, bin))] ?? 0.5));
  const polynomials = {
    level: z,
    spread: z.map((x) => x * x - 1),
    skew: z.map((x) => x ** 3 - 3 * x),
  };
  const base = { category: null, unseen: null, nulls: null };
  const lowest = firstBeyond(counts, TAIL * total);
  const highest = counts.length - 1 - firstBeyond(counts.toReversed(), TAIL * total);
  return [
    ...(['level', 'spread', 'skew'] as const).map((kind) => ({
      ...base,
      kind,
      scores: standardise(polynomials[kind], counts, total),
      share: NUMBER_SHARES[kind],
    })),
    { ...base, kind: 'low', scores: indicator(counts.length, (bin) => bin <= lowest), share: NUMBER_SHARES.low },
    { ...base, kind: 'high', scores: indicator(counts.length, (bin) => bin >= highest), share: NUMBER_SHARES.high },
  ];
}

/** Mean 0 and variance 1 over the reference, so that a mean score tells standard deviations. */
function standardise(scores: readonly number[], counts: readonly number[], total: number): number[] {
  const meanOf = (of: (score: number) => number) =>
    scores.reduce((sum, score, bin) => sum + (counts[bin] ?? 0) * of(score), 0) / total;
  const mean = meanOf((score) => score);
  const deviation = Math.sqrt(meanOf((score) => (score - mean) ** 2));
  return scores.map((score) => (deviation > 1e-9 ? (score - mean) / deviation : 0));
}

/** The first bin with which so many are reached. */
function firstBeyond(counts: readonly number[], wanted: number): number {
  let sum = 0;
  return counts.findIndex((count) => {
    sum += count;
    return sum >= wanted;
  });
}

function ofCategories({ categories, counts, n }: CategoryProfile): Component[] {
  const common = counts.filter((count, at) => at < MAX_CATEGORIES && count >= TAIL * n).length;
  const base = { nulls: null };
  return [
    ...categories.slice(0, common).map((category, at) => ({
      ...base,
      kind: 'category' as const,
      category,
      scores: indicator(categories.length, (bin) => bin === at),
      unseen: 0,
      share: CATEGORY_SHARES.category / common,
    })),
    {
      ...base,
      kind: 'rare',
      category: null,
      scores: indicator(categories.length, (bin) => bin >= common),
      unseen: 1,
      share: CATEGORY_SHARES.rare,
    },
  ];
}

/** Rows that a component counts, and the sum of their scores and of its squares. */
export interface ScoreSum {
  n: number;
  sum: number;
  squares: number;
}

/** Example: the nulls of `{counts: [3, 1], unseen: 0, nulls: 4}` are `{n: 8, sum: 4, squares: 4}`. */
export function sumScores(component: Component, counts: ColumnCounts): ScoreSum {
  let [n, sum, squares] = [0, 0, 0];
  const add = (rows: number, score: number | null) => {
    if (score === null || rows === 0) return;
    n += rows;
    sum += rows * score;
    squares += rows * score * score;
  };
  for (let bin = 0; bin < component.scores.length; bin++) add(counts.counts[bin] ?? 0, component.scores[bin] ?? 0);
  add(counts.unseen, component.unseen);
  add(counts.nulls, component.nulls);
  return { n, sum, squares };
}
