import type { ReferenceProfile } from '../stats/reference-profile';
import type { ColumnCounts } from './components';

/** Answers of one block: rows per class, or rows per bin of the value. */
export interface AnswerCounts {
  readonly classes: Readonly<Record<string, number>>;
  readonly bins: Readonly<Record<string, number>>;
}

/** How a model's answers are counted, block by block, in the form of a column. */
export interface AnswerColumn {
  profile: ReferenceProfile;
  countsOf: (answers: AnswerCounts) => ColumnCounts;
}

/**
 * A model's answers as one more column to watch. Its classes or bins are those of all blocks together, learnt ones and watched ones, the
 * commonest class first: whatever the order of the blocks, the column is the same, so that a permutation of blocks stays exact.
 * Null without an answer. Example: blocks of {a: 1} and {a: 1, b: 3} make categories b, a with counts 3 and 2.
 */
export function answerColumn(blocks: readonly AnswerCounts[]): AnswerColumn | null {
  const classes = sumOf(blocks.map((block) => block.classes));
  if (classes.size > 0) {
    const ranked = [...classes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const categories = ranked.map(([name]) => name);
    const counts = ranked.map(([, count]) => count);
    return {
      profile: {
        kind: 'category',
        categories,
        counts,
        other: 0,
        nulls: 0,
        n: counts.reduce((sum, count) => sum + count, 0),
      },
      countsOf: (answers) => ({
        counts: categories.map((name) => (Object.hasOwn(answers.classes, name) ? (answers.classes[name] ?? 0) : 0)),
        unseen: 0,
        nulls: 0,
      }),
    };
  }
  const bins = [...sumOf(blocks.map((block) => block.bins))].sort((a, b) => Number(a[0]) - Number(b[0]));
  if (bins.length === 0) return null;
  const counts = bins.map(([, count]) => count);
  const n = counts.reduce((sum, count) => sum + count, 0);
  return {
    profile: { kind: 'number', edges: [], counts, nulls: 0, n, min: null, max: null, quantiles: [] },
    countsOf: (answers) => ({ counts: bins.map(([bin]) => answers.bins[bin] ?? 0), unseen: 0, nulls: 0 }),
  };
}

function sumOf(all: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}
