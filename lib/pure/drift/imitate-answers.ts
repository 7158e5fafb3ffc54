import { predictTrees, type TrainingColumn, trainTrees, treeGains } from '../trainers/gradient-boosting';
import { strongestColumns } from './strongest-columns';

/** What a model answered: numbers (a chance of one of two classes too), or one of several classes. */
export type Answers =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'class'; readonly values: readonly string[] };

export interface Imitation {
  /** How well the trees imitate the answers on days that they have not seen: R², or the share of equal classes. */
  readonly measure: 'r2' | 'accuracy';
  readonly score: number;
  /** What is reached by always answering the learnt mean (0 by definition) or the most frequent class. */
  readonly baseline: number;
  /** Part of the way from the baseline to 1. */
  readonly skill: number;
  readonly learnt: { readonly rows: number; readonly days: number };
  readonly heldOut: { readonly rows: number; readonly days: number };
  /** What the answers rest on each column, as shares that add up to 1; all 0 where the trees never split, and 0 for columns not looked at. */
  readonly shares: readonly number[];
  /** The places of the columns that were looked at. */
  readonly chosen: readonly number[];
}

const SETTINGS = { rounds: 40, learningRate: 0.15, leaves: 16, minRowsInLeaf: 20, l2: 1 } as const;
/** The most frequent classes are imitated; any other is answered wrongly. */
const MOST_CLASSES = 6;
const FEWEST_DAYS = 4;
const FEWEST_ROWS = 200;
/** Of more columns, those are looked at that say most of the answers one by one. */
const MOST_COLUMNS = 64;
/** The last quarter of the days is held out. */
const HELD_OUT = 1 / 4;

/**
 * How much a model's answers rest on each of its columns: gradient-boosted trees imitate the answers from the inputs, and a column's share is its
 * part of what all splits lessened the loss by. That is importance to the imitation, so it is worth what the imitation is on days held out; of
 * columns that say the same, one may get the share of both. Yields between fits, which take up to a second each.
 * Edge cases: null with rows of fewer than four days, fewer than 200 rows, or answers that are all the same.
 * Example: answers 2·a of columns a and b give a the share 1, nearly, and an R² of nearly 1.
 */
export function* imitateAnswers(
  columns: readonly TrainingColumn[],
  answers: Answers,
  days: readonly number[],
): Generator<void, Imitation | null> {
  const all = [...new Set(days)].sort((a, b) => a - b);
  if (all.length < FEWEST_DAYS || days.length < FEWEST_ROWS) return null;
  const firstHeld = all[all.length - Math.floor(all.length * HELD_OUT)] ?? Number.POSITIVE_INFINITY;
  const rows = Array.from(days, (_, row) => row);
  const learnt = rows.filter((row) => (days[row] ?? 0) < firstHeld);
  const held = rows.filter((row) => (days[row] ?? 0) >= firstHeld);
  const chosen = strongestColumns(rowsOf(columns, learnt), targetsOf(answers, learnt), MOST_COLUMNS);
  const looked = chosen.flatMap((at) => columns[at] ?? []);
  const [known, unseen] = [rowsOf(looked, learnt), rowsOf(looked, held)];
  const found = yield* answers.kind === 'number'
    ? imitateNumbers(known, unseen, pick(answers.values, learnt), pick(answers.values, held))
    : imitateClasses(
        known,
        unseen,
        learnt.map((row) => answers.values[row] ?? ''),
        held.map((row) => answers.values[row] ?? ''),
      );
  if (!found || !(found.baseline < 1) || !Number.isFinite(found.score)) return null;
  const whole = found.gains.reduce((sum, gain) => sum + gain, 0);
  const countDays = (of: readonly number[]) => new Set(of.map((row) => days[row])).size;
  return {
    measure: answers.kind === 'number' ? 'r2' : 'accuracy',
    score: found.score,
    baseline: found.baseline,
    skill: (found.score - found.baseline) / (1 - found.baseline),
    learnt: { rows: learnt.length, days: countDays(learnt) },
    heldOut: { rows: held.length, days: countDays(held) },
    shares: columns.map((_, at) => (whole > 0 ? (found.gains[chosen.indexOf(at)] ?? 0) / whole : 0)),
    chosen,
  };
}

/** The numbers that columns are held against: the answers, or for each frequent class whether it is the answer. */
function targetsOf(answers: Answers, rows: readonly number[]): Float64Array[] {
  if (answers.kind === 'number') return [pick(answers.values, rows)];
  const labels = rows.map((row) => answers.values[row] ?? '');
  return frequentClasses(labels).map((label) => Float64Array.from(labels, (other) => (other === label ? 1 : 0)));
}

function frequentClasses(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_CLASSES)
    .map(([label]) => label);
}

interface Found {
  score: number;
  baseline: number;
  gains: number[];
}

const pick = (values: Float64Array, rows: readonly number[]) =>
  Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
const rowsOf = (columns: readonly TrainingColumn[], rows: readonly number[]): TrainingColumn[] =>
  columns.map(({ kind, values }) => ({ kind, values: pick(values, rows) }));

function* imitateNumbers(
  known: TrainingColumn[],
  unseen: TrainingColumn[],
  target: Float64Array,
  truth: Float64Array,
): Generator<void, Found> {
  const trees = trainTrees(known, target, { ...SETTINGS, objective: 'squared' });
  yield;
  const said = predictTrees(trees, unseen);
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  let [wrong, around] = [0, 0];
  for (const [row, value] of truth.entries()) {
    wrong += (value - (said[row] ?? 0)) ** 2;
    around += (value - mean) ** 2;
  }
  return { score: 1 - wrong / around, baseline: 0, gains: treeGains(trees) };
}

function* imitateClasses(
  known: TrainingColumn[],
  unseen: TrainingColumn[],
  target: readonly string[],
  truth: readonly string[],
): Generator<void, Found | null> {
  const classes = frequentClasses(target);
  if (classes.length < 2) return null;
  // Of two classes the chance of one says that of the other.
  const fitted = classes.length === 2 ? classes.slice(0, 1) : classes;
  const gains = known.map(() => 0);
  const chances: Float64Array[] = [];
  for (const label of fitted) {
    const isIt = Float64Array.from(target, (other) => (other === label ? 1 : 0));
    const trees = trainTrees(known, isIt, { ...SETTINGS, objective: 'logistic' });
    for (const [column, gain] of treeGains(trees).entries()) gains[column] = (gains[column] ?? 0) + gain;
    chances.push(predictTrees(trees, unseen));
    yield;
  }
  const said = truth.map((_, row) => {
    if (fitted.length === 1) return (chances[0]?.[row] ?? 0) >= 0.5 ? classes[0] : classes[1];
    let best = 0;
    for (const [k, chance] of chances.entries()) if ((chance[row] ?? 0) > (chances[best]?.[row] ?? 0)) best = k;
    return classes[best];
  });
  const shareOf = (isRight: (label: string, row: number) => boolean) => truth.filter(isRight).length / truth.length;
  return {
    score: shareOf((label, row) => label === said[row]),
    baseline: shareOf((label) => label === classes[0]),
    gains,
  };
}
