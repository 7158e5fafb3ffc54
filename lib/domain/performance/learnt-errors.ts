import type { TreeEnsemble } from '@/lib/pure/trainers/gradient-boosting';
import type { ErrorColumn } from './error-columns';
import type { ExpectedLosses } from './error-course';

/** What is known of a version's errors from its first labelled days. */
export interface LearntErrors {
  columns: ErrorColumn[];
  /** From the first learning day to the end of the last, as the rows name them. */
  fromMs: number;
  toMs: number;
  days: number;
  /** Labelled rows of these days when it was learnt, and those of them that were learnt from. */
  labelledRows: number;
  rows: number;
  /** Learning days as they were expected by the weeks of learning before theirs. */
  forward: (ExpectedLosses & { dayMs: number })[];
}

/** What says which errors to expect of a row. */
export interface ErrorTrees {
  absolute: TreeEnsemble;
  squares: TreeEnsemble;
}

type Node = TreeEnsemble['trees'][number][number];
type Asking = Extract<Node, { column: number }>;
/** A node that asks has the bins that go left. */
type NodeJson = Exclude<Node, Asking> | (Omit<Asking, 'left'> & { left: number[]; bins: number });
type EnsembleJson = Omit<TreeEnsemble, 'trees'> & { trees: NodeJson[][] };
type TreesJson = Record<keyof ErrorTrees, EnsembleJson>;

const ensembleToJson = (ensemble: TreeEnsemble): EnsembleJson => ({
  ...ensemble,
  trees: ensemble.trees.map((tree) =>
    tree.map((node) =>
      'column' in node
        ? { ...node, bins: node.left.length, left: [...node.left.keys()].filter((bin) => node.left[bin] === 1) }
        : node,
    ),
  ),
});

const ensembleFromJson = (json: EnsembleJson): TreeEnsemble => ({
  ...json,
  trees: json.trees.map((tree) =>
    tree.map((node) => {
      if (!('column' in node)) return node;
      const { bins, ...rest } = node;
      const left = new Uint8Array(bins);
      for (const bin of rest.left) left[bin] = 1;
      return { ...rest, left };
    }),
  ),
});

export const treesToJson = ({ absolute, squares }: ErrorTrees): TreesJson => ({
  absolute: ensembleToJson(absolute),
  squares: ensembleToJson(squares),
});

/** What `treesToJson` made, read back. */
export function treesFromJson(json: unknown): ErrorTrees {
  // The column holds what this room wrote.
  const { absolute, squares } = json as TreesJson;
  return { absolute: ensembleFromJson(absolute), squares: ensembleFromJson(squares) };
}
