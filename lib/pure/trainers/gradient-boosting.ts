import type { Bins, TrainingColumn } from './bin-columns';
import { boostRounds, scoreTrees, startScores } from './boost-rounds';
import type { GrowSettings, TreeNode } from './grow-tree';

export type { TrainingColumn } from './bin-columns';

export interface BoostingSettings extends GrowSettings {
  /** squared: numbers; logistic: the chance of 1 where the target is 0 or 1. */
  readonly objective: 'squared' | 'logistic';
  readonly rounds: number;
}

export interface TreeEnsemble {
  readonly objective: 'squared' | 'logistic';
  readonly bins: readonly Bins[];
  /** What is answered before any tree: the mean, or the log odds of 1. */
  readonly start: number;
  readonly trees: readonly (readonly TreeNode[])[];
}

/**
 * All rounds of `boostRounds` at once, for a number or a chance, without held-out rows.
 * Example: with one column 0, 0, 1, 1, the target 0, 0, 1, 1, one round, rate 1 and leaves of one row, it answers 0, 0, 1, 1.
 */
export function trainTrees(
  columns: readonly TrainingColumn[],
  target: Float64Array,
  settings: BoostingSettings,
): TreeEnsemble {
  const { objective } = settings;
  const rows = { columns, target, weights: null };
  const [start = 0] = startScores(rows, { objective, outputs: 1 });
  const isSame = !Number.isFinite(start);
  const steps = boostRounds(rows, null, {
    ...settings,
    outputs: 1,
    patience: settings.rounds,
    rounds: isSame ? 0 : settings.rounds,
  });
  for (let step = steps.next(); ; step = steps.next())
    if (step.done) {
      const { bins, rounds } = step.value;
      const ends = start > 0 ? ALWAYS : -ALWAYS;
      return { objective, bins, start: isSame ? ends : start, trees: rounds.flat() };
    }
}

/** What an ensemble answers for each row: the number, or the chance of 1. */
export function predictTrees(
  { objective, bins, start, trees }: TreeEnsemble,
  columns: readonly TrainingColumn[],
): Float64Array {
  const rounds = trees.map((tree) => [tree]);
  const [scores] = scoreTrees({ objective, bins, starts: [start], rounds }, columns, columns[0]?.values.length ?? 0);
  return objective === 'squared' ? (scores as Float64Array) : (scores as Float64Array).map(chanceOf);
}

/** How much each column lessened the loss over all trees, in the loss's own unit; their shares say what the answers rest on. */
export function treeGains({ bins, trees }: TreeEnsemble): number[] {
  const gains = bins.map(() => 0);
  for (const node of trees.flat()) if ('column' in node) gains[node.column] = (gains[node.column] ?? 0) + node.gain;
  return gains;
}

/** Log odds for targets that are all the same. */
const ALWAYS = 30;

const chanceOf = (score: number) => 1 / (1 + Math.exp(-score));
