import { lowerBound } from '../stats/lower-bound';
import { mulberry32 } from '../stats/mulberry32';
import { countEach } from '../stats/paired-counts';
import { rocAuc } from '../stats/roc-auc';
import { predictTrees, type TrainingColumn, trainTrees, treeGains } from '../trainers/gradient-boosting';
import type { NamedColumn, RowTable } from './row-table';

export interface DomainVerdict {
  /** Area under the ROC curve on rows that were not learnt from, mean of the folds: 0.5 cannot tell, 1 always can. */
  readonly auc: number;
  /** Part that each column has in telling them apart, by name; 0 for all where nothing tells. */
  readonly gains: ReadonlyMap<string, number>;
  /** Columns that are the same in all rows of the window, which would tell its day and nothing else. */
  readonly leftOut: readonly string[];
}

/** Folds of the cross-validation. */
export const FOLDS = 4;
const SETTINGS = {
  objective: 'logistic',
  rounds: 30,
  learningRate: 0.2,
  leaves: 8,
  minRowsInLeaf: 20,
  l2: 1,
} as const;
/** Steps that ranks are told apart by. */
const STEPS = 16;
const SEED = 20_260_101;

/**
 * Can gradient-boosted trees tell the rows of a window from those of the reference by what columns have to do with each other? Each column is
 * ranked on its own side, so that its level, spread and shares, which are watched alone, tell nothing. `folds` says of each row in which fold
 * it is judged, so that rows that are alike (of one day, of one call) are judged by trees that saw none of them. Deterministic.
 * Edge cases: null where a fold has rows of one side only, or no column varies within the window.
 */
export function classifyDomain(
  reference: RowTable,
  window: RowTable,
  folds: { readonly reference: readonly number[]; readonly window: readonly number[] },
): DomainVerdict | null {
  const kept = reference.columns.flatMap((column, i): Kept[] => {
    const other = window.columns[i];
    if (!other || !varies(other)) return [];
    const keysOf = keysLike(column);
    const sideOf = (side: NamedColumn, seed: number): Side => {
      const keys = keysOf(side);
      return { keys, lots: keys.map(mulberry32(SEED + seed)) };
    };
    return [{ name: column.name, reference: sideOf(column, 2 * i), window: sideOf(other, 2 * i + 1) }];
  });
  if (kept.length === 0) return null;
  const gains = new Array<number>(kept.length).fill(0);
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const [before, now] = [splitRows(folds.reference, fold), splitRows(folds.window, fold)];
    const steps = kept.map((column) => ({
      before: rankSteps(column.reference, before.learnt),
      now: rankSteps(column.window, now.learnt),
    }));
    const columnsOf = (part: 'learnt' | 'judged'): TrainingColumn[] =>
      steps.map((column) => ({
        kind: 'number',
        values: Float64Array.from([
          ...before[part].map((row) => column.before[row] ?? 0),
          ...now[part].map((row) => column.now[row] ?? 0),
        ]),
      }));
    const isNow = (part: 'learnt' | 'judged') => [
      ...before[part].map(() => 0 as const),
      ...now[part].map(() => 1 as const),
    ];
    const trees = trainTrees(columnsOf('learnt'), Float64Array.from(isNow('learnt')), SETTINGS);
    const auc = rocAuc(isNow('judged'), Array.from(predictTrees(trees, columnsOf('judged'))));
    if (Number.isNaN(auc)) return null;
    sum += auc;
    for (const [i, gain] of treeGains(trees).entries()) gains[i] = (gains[i] ?? 0) + gain;
  }
  const whole = gains.reduce((total, gain) => total + gain, 0);
  return {
    auc: sum / FOLDS,
    gains: new Map(kept.map(({ name }, i) => [name, whole > 0 ? (gains[i] ?? 0) / whole : 0])),
    leftOut: window.columns.filter((column) => !varies(column)).map(({ name }) => name),
  };
}

/** What the rows of one side are ranked by, and the lot that decides between equal ones. */
interface Side {
  keys: Float64Array;
  lots: Float64Array;
}
interface Kept {
  name: string;
  reference: Side;
  window: Side;
}

function splitRows(folds: readonly number[], fold: number): { learnt: number[]; judged: number[] } {
  const [learnt, judged]: [number[], number[]] = [[], []];
  for (const [row, own] of folds.entries()) (own === fold ? judged : learnt).push(row);
  return { learnt, judged };
}

function varies({ values }: NamedColumn): boolean {
  const first = values[0];
  for (const value of values) if (!Object.is(value, first)) return true;
  return false;
}

/** What the rows of a column are ranked by: nulls are the lowest, categories in the order of their frequency in the reference. */
function keysLike(reference: NamedColumn): (column: NamedColumn) => Float64Array {
  const counts = reference.kind === 'category' ? countEach(reference.values) : new Map<string, number>();
  const common = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const codes = new Map(common.map(([text], code) => [text, code]));
  return ({ kind, values }) =>
    kind === 'number'
      ? values.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value))
      : Float64Array.from(values, (text) => (text === null ? -1 : (codes.get(text) ?? codes.size)));
}

/**
 * The step of each row's rank among the learnt rows of its own side, which takes away what a column alone would tell. Equal values share
 * their ranks by lot. Judged rows are ranked among the learnt ones too: ranked among all, those that are missing in one fold would be in
 * another, and trees would be wrong on purpose.
 */
function rankSteps({ keys, lots }: Side, learnt: readonly number[]): Float64Array {
  const sorted = Float64Array.from(learnt, (row) => keys[row] ?? 0).sort();
  return keys.map((key, row) => {
    const below = lowerBound(sorted, (other) => other < key);
    const equal = lowerBound(sorted, (other) => other <= key) - below;
    const place = (below + (lots[row] ?? 0) * equal) / sorted.length;
    return Math.min(STEPS - 1, Math.floor(place * STEPS));
  });
}
