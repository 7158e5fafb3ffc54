import { mulberry32 } from '../stats/mulberry32';
import type { BlockScores, WatchedComponent } from './watch';

export interface MovedComponent {
  component: WatchedComponent;
  /** Standard errors that the window's mean is off, by how much blocks differ among each other. */
  z: number;
  /** Means over blocks. */
  reference: number;
  current: number;
}

export interface BlockTest {
  /** Blocks of the window and of the reference. */
  window: number;
  reference: number;
  /** Largest deviation over all components, in units of the deviation that is allowed to each. */
  statistic: number;
  /** Probability of such a statistic or a larger one if the window's blocks were like the reference's, over all columns together. */
  p: number;
  /** The smallest p that so many blocks can give by counting. */
  smallestP: number;
  /** The column's strongest component, strongest columns first. */
  moved: MovedComponent[];
}

const DRAWS = 1999;
/** With so many choices that are as far off, p is told well enough (Besag and Clifford 1991). */
const ENOUGH = 20;
const SEED = 20_260_101;
/** Tail index of the worst block effects that are reckoned with beyond all that was seen: a Student t of four degrees of freedom. */
const TAIL_INDEX = 4;

/**
 * Are the blocks of a window like those of the reference? Blocks (days) change places, not rows: rows of one day may depend on each other
 * in any way, and so may columns, because a whole block moves at once. The statistic is the largest deviation of a mean score over all
 * components, each measured in the deviation allowed to it, so that one p stands for all columns together (Westfall and Young 1993,
 * max-T; exact where blocks are exchangeable: Lehmann and Romano 2005, theorem 15.2.1). A block with fewer rows than the reference's
 * median counts less, in proportion.
 * Beyond the largest statistic that any other choice of blocks gives, p falls off as a tail of index 4 does, so that few blocks can
 * raise an alarm only by a deviation far beyond all that was seen.
 * Edge cases: no component with rows on both sides gives p 1 and statistic 0.
 * Example: 9 equal days and one whose only column is off by any amount: statistic of that day is the largest of 10, p ≤ 0.1.
 */
export function permuteBlocks(
  components: readonly WatchedComponent[],
  blocks: { reference: readonly BlockScores[]; window: readonly BlockScores[] },
): BlockTest {
  const all = [...blocks.reference, ...blocks.window];
  const [days, w] = [all.length, blocks.window.length];
  const usable = components.map((_, at) => deviations(all, blocks.reference, at));
  const matrix: { z: Float64Array; component: WatchedComponent; at: number }[] = [];
  for (const [at, z] of usable.entries()) {
    const component = components[at];
    if (z && component) matrix.push({ z, component, at });
  }
  const isFew = choose(days, w) <= DRAWS + 1;
  const smallestP = 1 / Math.min(choose(days, w), DRAWS + 1);
  // Day after day, so that a choice of days adds up rows that lie together.
  const allowed = matrix.map(({ z, component }) => errorOf(z, w) * component.unit);
  const scaled = all.map((_, day) => Float64Array.from(matrix, ({ z }, k) => (z[day] ?? 0) / (allowed[k] ?? 1)));
  const sums = new Float64Array(matrix.length);
  const statisticOf = (chosen: readonly number[]) => {
    sums.fill(0);
    for (const day of chosen) {
      const row = scaled[day] ?? sums;
      for (let k = 0; k < row.length; k++) sums[k] = (sums[k] ?? 0) + (row[k] ?? 0);
    }
    let largest = 0;
    for (const sum of sums) largest = Math.max(largest, Math.abs(sum));
    return largest;
  };
  const own = Array.from({ length: w }, (_, i) => days - w + i);
  const statistic = statisticOf(own);
  let [asLarge, seen, largestOther] = [1, 1, 0];
  const slack = statistic * (1 - 1e-9);
  for (const chosen of isFew ? combinations(days, w) : draws(days, w)) {
    if (isFew && chosen[0] === days - w) continue;
    const other = statisticOf(chosen);
    seen += 1;
    if (other >= slack) asLarge += 1;
    if (other > largestOther) largestOther = other;
    if (!isFew && asLarge >= ENOUGH) break;
  }
  const beyond = asLarge === 1 && largestOther > 0 && statistic > 0 ? (largestOther / statistic) ** TAIL_INDEX : 1;
  return {
    window: w,
    reference: blocks.reference.length,
    statistic,
    p: matrix.length === 0 || statistic === 0 ? 1 : (asLarge / seen) * beyond,
    smallestP,
    moved: strongest(matrix, blocks, w),
  };
}

/** Weighted deviations of each block's mean from the mean of all; null where the component says nothing. */
function deviations(all: readonly BlockScores[], reference: readonly BlockScores[], at: number): Float64Array | null {
  const typical = medianRows(reference, at);
  if (typical === null) return null;
  const weights = new Float64Array(all.length);
  let [total, sum] = [0, 0];
  for (let day = 0; day < all.length; day++) {
    const block = all[day];
    const rows = block?.rows[at] ?? 0;
    if (!block || rows === 0) continue;
    const weight = Math.min(1, rows / typical);
    weights[day] = weight;
    total += weight;
    sum += weight * (block.means[at] ?? 0);
  }
  const mean = sum / total;
  let squares = 0;
  for (let day = 0; day < all.length; day++) {
    const weight = weights[day] ?? 0;
    const off = weight === 0 ? 0 : weight * ((all[day]?.means[at] ?? 0) - mean);
    weights[day] = off;
    squares += off * off;
  }
  return squares > 1e-24 * total ? weights : null;
}

/** Median of the rows of the blocks that have any; null with fewer than two of them. */
function medianRows(blocks: readonly BlockScores[], at: number): number | null {
  const sizes = new Float64Array(blocks.length);
  let empty = 0;
  for (let day = 0; day < blocks.length; day++) {
    const rows = blocks[day]?.rows[at] ?? 0;
    sizes[day] = rows;
    if (rows === 0) empty += 1;
  }
  const filled = blocks.length - empty;
  return filled < 2 ? null : (sizes.sort()[empty + (filled >> 1)] ?? null);
}

/** Standard deviation of the sum of `w` values drawn without putting back. */
function errorOf(values: Float64Array, w: number): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  const n = values.length;
  return Math.sqrt((squares * w * (n - w)) / (n * (n - 1)));
}

function strongest(
  matrix: readonly { z: Float64Array; component: WatchedComponent; at: number }[],
  blocks: { reference: readonly BlockScores[]; window: readonly BlockScores[] },
  w: number,
): MovedComponent[] {
  const best = new Map<string, MovedComponent>();
  for (const { z, component, at } of matrix) {
    let sum = 0;
    for (let day = z.length - w; day < z.length; day++) sum += z[day] ?? 0;
    const moved = {
      component,
      z: sum / errorOf(z, w),
      reference: meanOf(blocks.reference, at),
      current: meanOf(blocks.window, at),
    };
    // Nothing was measured of it: it did not move.
    if (Number.isNaN(moved.current) || Number.isNaN(moved.reference)) continue;
    const before = best.get(component.column);
    if (!before || unitsOf(before) < unitsOf(moved)) best.set(component.column, moved);
  }
  return [...best.values()].sort((a, b) => unitsOf(b) - unitsOf(a));
}

/** Deviation of a component in units of what is allowed to it. */
export const unitsOf = ({ z, component }: MovedComponent): number => Math.abs(z) / component.unit;

function meanOf(blocks: readonly BlockScores[], at: number): number {
  let [rows, sum] = [0, 0];
  for (const block of blocks) {
    const n = block.rows[at] ?? 0;
    if (n === 0) continue;
    rows += n;
    sum += n * (block.means[at] ?? 0);
  }
  return sum / rows;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return Math.round(ways);
}

function* combinations(n: number, k: number): Generator<number[]> {
  const at = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield at;
    let i = k - 1;
    while (i >= 0 && at[i] === n - k + i) i -= 1;
    if (i < 0) return;
    at[i] = (at[i] ?? 0) + 1;
    for (let j = i + 1; j < k; j++) at[j] = (at[j - 1] ?? 0) + 1;
  }
}

/** Choices at random, the same ones for the same number of blocks. */
function* draws(n: number, k: number): Generator<number[]> {
  const random = mulberry32(SEED);
  const order = Array.from({ length: n }, (_, i) => i);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let i = 0; i < k; i++) {
      const j = i + Math.floor(random() * (n - i));
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    yield order.slice(0, k);
  }
}
