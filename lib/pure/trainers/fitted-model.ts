import type { TrainingColumn } from './bin-columns';
import { type BoostedTrees, scoreTrees } from './boost-rounds';
import type { LinearScores } from './fit-ridge';
import { type Design, type LinearColumn, makeDesign } from './linear-design';
import { softmax } from './loss-derivatives';
import { encodeInputs, type InputPlan } from './plan-inputs';
import type { Classes } from './read-target';
import type { TableColumn } from './training-table';

/** What was learnt, with all that stands between a raw row and the answer. */
export interface FittedModel {
  readonly plans: readonly InputPlan[];
  /** Null for a regression. Of two classes there is one score, the log odds of the second. */
  readonly classes: Classes | null;
  readonly core:
    | { readonly kind: 'linear'; readonly columns: readonly LinearColumn[]; readonly scores: LinearScores }
    | { readonly kind: 'trees'; readonly trees: BoostedTrees };
}

export type Predictions =
  | { readonly kind: 'numbers'; readonly values: Float64Array }
  /** `probabilities` row after row, a number for each label. */
  | { readonly kind: 'classes'; readonly labels: readonly string[]; readonly probabilities: Float64Array };

/** What the model answers for each row; other columns than its own are not looked at. Throws RangeError where one of its own is missing. */
export function predictRows(model: FittedModel, columns: readonly TableColumn[]): Predictions {
  const rows = columns[0]?.values.length ?? 0;
  const scores = scoreColumns(model, encodeInputs(model.plans, columns), rows);
  return answerScores(scores, rows, model.classes);
}

function scoreColumns({ core }: FittedModel, columns: readonly TrainingColumn[], rows: number): Float64Array[] {
  if (core.kind === 'trees') return scoreTrees(core.trees, columns, rows);
  const design = makeDesign(core.columns, columns, rows);
  return core.scores.coefficients.map((w, k) => scoreDesign(design, w, core.scores.intercepts[k] as number));
}

function scoreDesign({ rows, numbers, places }: Design, w: Float64Array, intercept: number): Float64Array {
  const scores = new Float64Array(rows).fill(intercept);
  for (const [i, column] of numbers.entries())
    for (let row = 0; row < rows; row += 1)
      scores[row] = (scores[row] as number) + (w[i] as number) * (column[row] as number);
  for (const column of places)
    for (let row = 0; row < rows; row += 1) {
      const place = column[row] as number;
      if (place >= 0) scores[row] = (scores[row] as number) + (w[place] as number);
    }
  return scores;
}

function answerScores(scores: readonly Float64Array[], rows: number, classes: Classes | null): Predictions {
  const [first] = scores as [Float64Array];
  if (!classes) return { kind: 'numbers', values: first };
  const { labels } = classes;
  const width = labels.length;
  const probabilities = new Float64Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const own = probabilities.subarray(row * width, (row + 1) * width);
    if (width === 2) {
      const chance = 1 / (1 + Math.exp(-(first[row] as number)));
      own[0] = 1 - chance;
      own[1] = chance;
      continue;
    }
    for (let k = 0; k < width; k += 1) own[k] = (scores[k] as Float64Array)[row] as number;
    softmax(own);
  }
  return { kind: 'classes', labels, probabilities };
}
