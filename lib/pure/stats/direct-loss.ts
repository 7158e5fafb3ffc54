import { predictTrees, type TrainingColumn, type TreeEnsemble, trainTrees } from '../trainers/gradient-boosting';

/** Few small trees: errors are mostly noise, and what is learnt from noise is worse than the mean. */
const SETTINGS = { objective: 'squared', rounds: 40, learningRate: 0.1, leaves: 8, minRowsInLeaf: 50, l2: 1 } as const;

/** This part of the blocks, the first ones, is only learnt from. */
const LEARNT_ONLY = 1 / 3;

/**
 * A model of the loss of an answer (its absolute or squared error) over the columns of its row, the answer among them. Definition:
 * direct loss estimation (DLE) as NannyML has it, with our own trees in the place of LightGBM's.
 */
export const learnLoss = (columns: readonly TrainingColumn[], losses: Float64Array): TreeEnsemble =>
  trainTrees(columns, losses, SETTINGS);

/**
 * The loss that is expected of each row, in the unit of the losses that were learnt; never below 0. The estimate of a window is its
 * mean; that of RMSE the root of the mean of squared ones. Holds where errors depend on the row as they did when it was learnt.
 */
export const estimateLoss = (learnt: TreeEnsemble, columns: readonly TrainingColumn[]): Float64Array =>
  predictTrees(learnt, columns).map((loss) => Math.max(0, loss));

/** Rows of one block by their place, and the loss that was expected of each by the blocks before. */
export interface ForwardBlock {
  readonly block: number;
  readonly places: Uint32Array;
  readonly losses: Float64Array;
}

/**
 * Estimates each block of rows from the blocks before it only, one fit a step: what the estimate was worth on rows that it had not
 * seen. Blocks are numbers that grow with time; the first third of them is only learnt from.
 * Example: rows of the blocks 0, 1, 2 and 3 give 2, learnt from 0 and 1, and 3, learnt from 0, 1 and 2.
 */
export function* estimateForward(
  columns: readonly TrainingColumn[],
  losses: Float64Array,
  blocks: Int32Array,
): Generator<ForwardBlock> {
  const all = [...new Set(blocks)].sort((a, b) => a - b);
  const places = Uint32Array.from(blocks, (_, place) => place);
  for (const block of all.slice(Math.ceil(all.length * LEARNT_ONLY))) {
    const before = places.filter((place) => (blocks[place] ?? 0) < block);
    const own = places.filter((place) => blocks[place] === block);
    if (before.length === 0) continue;
    const learnt = learnLoss(rowsAt(columns, before), valuesAt(losses, before));
    yield { block, places: own, losses: estimateLoss(learnt, rowsAt(columns, own)) };
  }
}

const valuesAt = (values: Float64Array, places: Uint32Array) =>
  Float64Array.from(places, (place) => values[place] ?? Number.NaN);

const rowsAt = (columns: readonly TrainingColumn[], places: Uint32Array): TrainingColumn[] =>
  columns.map(({ kind, values }) => ({ kind, values: valuesAt(values, places) }));
