import { type Bins, binValues, countBins, learnBins, type TrainingColumn } from './bin-columns';
import { type BinnedColumn, type GrowSettings, TreeGrower, type TreeNode } from './grow-tree';
import { differentiate, makeSlopes, type Objective, type Truth } from './loss-derivatives';

export interface RoundSettings extends GrowSettings {
  readonly objective: Objective;
  /** As many trees a round: the classes of a softmax, else 1. */
  readonly outputs: number;
  readonly rounds: number;
  /** Rounds without a better loss of the held-out rows after which it ends. */
  readonly patience: number;
}

/** Rows that are learnt from, or held out. */
export interface BoostingRows extends Truth {
  readonly columns: readonly TrainingColumn[];
}

/** Round after round, and in it a tree for each output. */
export interface BoostedTrees {
  readonly objective: Objective;
  readonly bins: readonly Bins[];
  /** What is answered before any tree, for each output: the mean, the log odds of 1, or the logarithm of a class' share. */
  readonly starts: readonly number[];
  readonly rounds: readonly (readonly (readonly TreeNode[])[])[];
}

export interface RoundLoss {
  readonly round: number;
  /** Mean squared error, or log loss, after the round. */
  readonly trainLoss: number;
  readonly heldOutLoss: number | null;
}

/** A smaller gain of the held-out loss is none; scikit-learn's tol. */
const LEAST_GAIN = 1e-7;

/**
 * Gradient boosting of regression trees over binned columns (Friedman 2001; bins and missing values as in LightGBM and scikit-learn's
 * HistGradientBoosting, whose answers it gives for the same settings). Deterministic; yields after each round. With held-out rows it
 * ends after `patience` rounds in which none was better than the best before, and keeps the rounds up to the best.
 */
export function* boostRounds(
  learnt: BoostingRows,
  heldOut: BoostingRows | null,
  settings: RoundSettings,
): Generator<RoundLoss, BoostedTrees> {
  const { objective, outputs } = settings;
  const bins = learnt.columns.map(learnBins);
  const grower = new TreeGrower(binColumns(bins, learnt.columns), learnt.target.length, settings);
  const starts = startScores(learnt, settings);
  const scoresOf = (rows: number) => starts.map((start) => new Float64Array(rows).fill(start));
  const scores = scoresOf(learnt.target.length);
  const held = heldOut && {
    ...heldOut,
    values: binColumns(bins, heldOut.columns).map(({ values }) => values),
    scores: scoresOf(heldOut.target.length),
  };
  const slopes = makeSlopes(objective, outputs, learnt);
  const rounds: TreeNode[][][] = [];
  let best = { round: 0, loss: held ? differentiate(objective, held.scores, held, null) : Number.POSITIVE_INFINITY };
  differentiate(objective, scores, learnt, slopes);
  for (let round = 1; round <= settings.rounds; round += 1) {
    const trees = scores.map((of, k) =>
      grower.grow({ gradients: slopes.gradients[k] as Float32Array, hessians: slopes.hessians?.[k] ?? null }, of),
    );
    rounds.push(trees);
    const trainLoss = differentiate(objective, scores, learnt, slopes);
    if (held) for (const [k, tree] of trees.entries()) addTree(tree, held.values, held.scores[k] as Float64Array);
    const heldOutLoss = held ? differentiate(objective, held.scores, held, null) : null;
    yield { round, trainLoss, heldOutLoss };
    if (heldOutLoss === null) continue;
    if (heldOutLoss < best.loss - LEAST_GAIN) best = { round, loss: heldOutLoss };
    else if (round - best.round >= settings.patience) break;
  }
  // A model without any tree would not depend on its rows.
  return { objective, bins, starts, rounds: held ? rounds.slice(0, Math.max(best.round, 1)) : rounds };
}

/** The scores of each row, an array for each output. */
export function scoreTrees(
  { bins, starts, rounds }: BoostedTrees,
  columns: readonly TrainingColumn[],
  rows: number,
): Float64Array[] {
  const values = columns.map((column, index) => binValues(bins[index] as Bins, column.values));
  const scores = starts.map((start) => new Float64Array(rows).fill(start));
  for (const trees of rounds) for (const [k, tree] of trees.entries()) addTree(tree, values, scores[k] as Float64Array);
  return scores;
}

/** Adds what a tree answers each row to its score. */
export function addTree(tree: readonly TreeNode[], columns: readonly Uint8Array[], scores: Float64Array): void {
  for (let row = 0; row < scores.length; row += 1) {
    let node = tree[0] as TreeNode;
    while ('column' in node) {
      const goesLeft = node.left[(columns[node.column] as Uint8Array)[row] as number] === 1;
      node = tree[goesLeft ? node.yes : node.no] as TreeNode;
    }
    scores[row] = (scores[row] as number) + node.value;
  }
}

function binColumns(bins: readonly Bins[], columns: readonly TrainingColumn[]): BinnedColumn[] {
  return columns.map(({ kind, values }, index) => {
    const own = bins[index] as Bins;
    return { kind, bins: countBins(own), values: binValues(own, values) };
  });
}

/** Keeps the logarithm of the share of a class without rows finite. */
const LEAST_SHARE = 2 ** -52;

/** The best answers that are the same for every row. */
export function startScores(
  { target, weights }: Truth,
  { objective, outputs }: Pick<RoundSettings, 'objective' | 'outputs'>,
): number[] {
  const sums = new Float64Array(Math.max(outputs, 1));
  let whole = 0;
  for (let row = 0; row < target.length; row += 1) {
    const weight = weights ? (weights[row] as number) : 1;
    whole += weight;
    const at = objective === 'softmax' ? (target[row] as number) : 0;
    sums[at] = (sums[at] as number) + (objective === 'softmax' ? weight : weight * (target[row] as number));
  }
  const mean = (sums[0] as number) / Math.max(whole, Number.MIN_VALUE);
  if (objective === 'squared') return [mean];
  if (objective === 'logistic') return [Math.log(mean / (1 - mean))];
  const logs = Array.from(sums, (sum) => Math.log(Math.max(sum / whole, LEAST_SHARE)));
  const middle = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return logs.map((log) => log - middle);
}
