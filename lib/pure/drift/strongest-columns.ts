import type { TrainingColumn } from '../trainers/gradient-boosting';

const BINS = 16;

/**
 * The places of the columns that say most of some numbers one by one, in their order: by the correlation ratio, the share of the variance that lies
 * between the means of a column's bins (ε², without what as many bins would give by chance: Kelley 1935), added up over several targets. Bins are
 * 16 of equal ranks for numbers, one for each category, and one for nulls. Whatever a column says only together with others is not seen.
 * Edge cases: as many columns as are wanted, or fewer, are all of them; a column of one value, and targets that are all the same, say nothing.
 * Example: of a target 2·a and the columns a and b, which are independent, a says 1 (nearly, for its 16 means) and b about 0.
 */
export function strongestColumns(
  columns: readonly TrainingColumn[],
  targets: readonly Float64Array[],
  most: number,
): number[] {
  const places = columns.map((_, at) => at);
  if (columns.length <= most) return places;
  const said = columns.map((column) => {
    const bins = binsOf(column);
    return targets.reduce((sum, target) => sum + epsilonSquared(bins, target), 0);
  });
  return places
    .sort((a, b) => (said[b] ?? 0) - (said[a] ?? 0) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
}

/** The bin of each row. Equal numbers share one. */
function binsOf({ kind, values }: TrainingColumn): Float64Array {
  if (kind !== 'number') return values.map((value) => (Number.isNaN(value) ? -1 : value));
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)] ?? 0);
  return values.map((value) => (Number.isNaN(value) ? -1 : edges.filter((edge) => value >= edge).length));
}

function epsilonSquared(bins: Float64Array, target: Float64Array): number {
  const sums = new Map<number, { n: number; sum: number }>();
  let [sum, squares] = [0, 0];
  for (const [row, value] of target.entries()) {
    const bin = sums.get(bins[row] ?? -1) ?? { n: 0, sum: 0 };
    bin.n += 1;
    bin.sum += value;
    sums.set(bins[row] ?? -1, bin);
    sum += value;
    squares += value * value;
  }
  const n = target.length;
  const whole = squares - (sum * sum) / n;
  if (!(whole > 1e-12 * squares) || n <= sums.size) return 0;
  let between = -(sum * sum) / n;
  for (const bin of sums.values()) between += (bin.sum * bin.sum) / bin.n;
  return Math.max(0, 1 - ((whole - between) / whole) * ((n - 1) / (n - sums.size)));
}
