import { type Bins, binValues, countBins, learnBins, type TrainingColumn } from './bin-columns';
import { type BinnedColumn, type GrowSettings, growTree, type TreeNode } from './grow-tree';

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
 * Gradient boosting of regression trees over binned columns (Friedman 2001; bins and missing values as in LightGBM and
 * scikit-learn's HistGradientBoosting, whose answers it gives for the same settings). Deterministic.
 * Example: with one column 0, 0, 1, 1, the target 0, 0, 1, 1, one round, rate 1 and leaves of one row, it answers 0, 0, 1, 1.
 */
export function trainTrees(
  columns: readonly TrainingColumn[],
  target: Float64Array,
  settings: BoostingSettings,
): TreeEnsemble {
  const bins = columns.map(learnBins);
  const binned = columns.map(
    ({ kind, values }, index): BinnedColumn => ({
      kind,
      bins: countBins(bins[index] as Bins),
      values: binValues(bins[index] as Bins, values),
    }),
  );
  const mean = target.reduce((sum, value) => sum + value, 0) / Math.max(target.length, 1);
  const start = settings.objective === 'squared' ? mean : Math.log(mean / (1 - mean));
  const ensemble = { objective: settings.objective, bins, start, trees: [] };
  if (!Number.isFinite(start)) return { ...ensemble, start: start > 0 ? ALWAYS : -ALWAYS };
  const scores = new Float64Array(target.length).fill(start);
  const values = binned.map((column) => column.values);
  const trees: TreeNode[][] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    const tree = growTree(binned, derivativesOf(settings.objective, scores, target), settings);
    trees.push(tree);
    for (let row = 0; row < scores.length; row += 1)
      scores[row] = (scores[row] as number) + answerOfTree(tree, values, row);
  }
  return { ...ensemble, trees };
}

/** What an ensemble answers for each row: the number, or the chance of 1. */
export function predictTrees(
  { objective, bins, start, trees }: TreeEnsemble,
  columns: readonly TrainingColumn[],
): Float64Array {
  const values = columns.map((column, index) => binValues(bins[index] as Bins, column.values));
  const rows = values[0]?.length ?? 0;
  const scores = new Float64Array(rows).fill(start);
  for (const tree of trees)
    for (let row = 0; row < rows; row += 1) scores[row] = (scores[row] as number) + answerOfTree(tree, values, row);
  return objective === 'squared' ? scores : scores.map(chanceOf);
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

function derivativesOf(objective: BoostingSettings['objective'], scores: Float64Array, target: Float64Array) {
  if (objective === 'squared')
    return {
      gradients: scores.map((score, row) => score - (target[row] as number)),
      hessians: new Float64Array(scores.length).fill(1),
    };
  const chances = scores.map(chanceOf);
  return {
    gradients: chances.map((chance, row) => chance - (target[row] as number)),
    hessians: chances.map((chance) => chance * (1 - chance)),
  };
}

function answerOfTree(tree: readonly TreeNode[], columns: readonly Uint8Array[], row: number): number {
  let node = tree[0] as TreeNode;
  while ('column' in node) {
    const goesLeft = node.left[(columns[node.column] as Uint8Array)[row] as number] === 1;
    node = tree[goesLeft ? node.yes : node.no] as TreeNode;
  }
  return node.value;
}
