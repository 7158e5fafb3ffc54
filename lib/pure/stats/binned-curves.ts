/** Weights of rows per bin of their score, the lowest bin first: `positive` of the class, `negative` of the rest. */
export interface ScoreBins {
  readonly positive: ArrayLike<number>;
  readonly negative: ArrayLike<number>;
}

const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  return sum;
};

/**
 * Area under the ROC curve when only the bin of each score is known: rows of one bin count as ties, that is half.
 * Source: the Mann-Whitney statistic. The area of the scores themselves lies within `value ± error`, because only pairs inside a
 * bin are undecided: error = ½ Σ positive · negative / (all positive · all negative).
 * Edge cases: NaN when only one class is present.
 * Example: rocAucOfBins({ positive: [0, 1], negative: [1, 1] }) is { value: 0.75, error: 0.25 }.
 */
export function rocAucOfBins({ positive, negative }: ScoreBins): { value: number; error: number } {
  const pairs = sumOf(positive) * sumOf(negative);
  if (!(pairs > 0)) return { value: Number.NaN, error: Number.NaN };
  let below = 0;
  let won = 0;
  let tied = 0;
  for (let bin = 0; bin < positive.length; bin += 1) {
    const p = positive[bin] ?? 0;
    const n = negative[bin] ?? 0;
    won += p * below;
    tied += p * n;
    below += n;
  }
  return { value: (won + tied / 2) / pairs, error: tied / 2 / pairs };
}

/**
 * Area under the precision-recall curve as average precision (no interpolation), rows of one bin counting as ties.
 * Source: scikit-learn's average_precision_score. The value of the scores themselves lies from `low` (in every bin the rest comes
 * first) to `high` (the class comes first).
 * Edge cases: NaN without a row of the class; 1 when all rows are of the class.
 * Example: prAucOfBins({ positive: [0, 1], negative: [1, 0] }) is { value: 1, low: 1, high: 1 }.
 */
export function prAucOfBins({ positive, negative }: ScoreBins): { value: number; low: number; high: number } {
  const all = sumOf(positive);
  if (!(all > 0)) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  let hits = 0;
  let alarms = 0;
  let value = 0;
  let low = 0;
  let high = 0;
  for (let bin = positive.length - 1; bin >= 0; bin -= 1) {
    const p = positive[bin] ?? 0;
    const n = negative[bin] ?? 0;
    if (p > 0) {
      value += (p * (hits + p)) / (hits + p + alarms + n);
      high += (p * (hits + p)) / (hits + p + alarms);
      // The mean of x / (x + a) from `hits` to `hits + p`: a sum over single rows is never below it.
      const a = alarms + n;
      low += a === 0 ? p : p - a * Math.log((hits + p + a) / (hits + a));
    }
    hits += p;
    alarms += n;
  }
  return { value: value / all, low: low / all, high: high / all };
}
