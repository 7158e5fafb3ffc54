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
 * `typical` are the `typicalRows` of the reference, for who asks of many windows.
 * Edge cases: no component with rows on both sides gives p 1 and statistic 0.
 * Example: 9 equal days and one whose only column is off by any amount: statistic of that day is the largest of 10, p ≤ 0.1.
 */
export function permuteBlocks(
  components: readonly WatchedComponent[],
  blocks: { reference: readonly BlockScores[]; window: readonly BlockScores[] },
  typical: Float64Array = typicalRows(components, blocks.reference),
): BlockTest {
  const all = [...blocks.reference, ...blocks.window];
  const [days, w] = [all.length, blocks.window.length];
  const { off, units } = unitDeviations(components, { all, window: w }, typical);
  const isFew = choose(days, w) <= DRAWS + 1;
  const smallestP = 1 / Math.min(choose(days, w), DRAWS + 1);
  const own = Array.from({ length: w }, (_, i) => days - w + i);
  const statistic = largestSum(off, components.length, own);
  let [asLarge, seen, largestOther] = [1, 1, 0];
  const slack = statistic * (1 - 1e-9);
  for (const chosen of isFew ? combinations(days, w) : draws(days, w)) {
    if (isFew && chosen[0] === days - w) continue;
    const other = largestSum(off, components.length, chosen, slack);
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
    p: statistic === 0 ? 1 : (asLarge / seen) * beyond,
    smallestP,
    moved: strongest(components, blocks, units),
  };
}

/** Of each component the median rows of the blocks that have any; NaN where fewer than two have. */
export function typicalRows(components: readonly WatchedComponent[], reference: readonly BlockScores[]): Float64Array {
  const sizes = new Float64Array(reference.length);
  return Float64Array.from(components, (_, at) => {
    let empty = 0;
    for (let day = 0; day < reference.length; day++) {
      const rows = reference[day]?.rows[at] ?? 0;
      sizes[day] = rows;
      if (rows === 0) empty += 1;
    }
    const filled = reference.length - empty;
    return filled < 2 ? Number.NaN : (sizes.sort()[empty + (filled >> 1)] ?? Number.NaN);
  });
}

/**
 * Weighted deviations of each block's mean from the mean of all, in the deviation that is allowed to the sum of a window, block after
 * block, so that a choice of blocks adds up numbers that lie together; 0 where a component says nothing. `units` are the window's sums,
 * NaN where it says nothing.
 */
function unitDeviations(
  components: readonly WatchedComponent[],
  { all, window: w }: { all: readonly BlockScores[]; window: number },
  typical: Float64Array,
): { off: Float64Array; units: Float64Array } {
  const [n, k] = [all.length, components.length];
  const off = new Float64Array(n * k);
  const [totals, sums, squares] = [new Float64Array(k), new Float64Array(k), new Float64Array(k)];
  for (let day = 0; day < n; day++) {
    const { rows, means } = all[day] ?? NO_SCORES;
    for (let at = 0; at < k; at++) {
      const weight = Math.min(1, (rows[at] ?? 0) / (typical[at] ?? 0));
      if (!(weight > 0)) continue;
      off[day * k + at] = weight;
      totals[at] = (totals[at] ?? 0) + weight;
      sums[at] = (sums[at] ?? 0) + weight * (means[at] ?? 0);
    }
  }
  for (let day = 0; day < n; day++) {
    const { means } = all[day] ?? NO_SCORES;
    for (let at = 0; at < k; at++) {
      const weight = off[day * k + at] ?? 0;
      if (weight === 0) continue;
      const far = weight * ((means[at] ?? 0) - (sums[at] ?? 0) / (totals[at] ?? 1));
      off[day * k + at] = far;
      squares[at] = (squares[at] ?? 0) + far * far;
    }
  }
  // The standard deviation of a sum of `w` values that are drawn without putting back, times what is allowed of it.
  const scales = squares.map((sum, at) =>
    sum > 1e-24 * (totals[at] ?? 0)
      ? 1 / (Math.sqrt((sum * w * (n - w)) / (n * (n - 1))) * (components[at]?.unit ?? 1))
      : 0,
  );
  const units = scales.map((scale) => (scale === 0 ? Number.NaN : 0));
  for (let day = 0; day < n; day++)
    for (let at = 0; at < k; at++) {
      const far = (off[day * k + at] ?? 0) * (scales[at] ?? 0);
      off[day * k + at] = far;
      if (day >= n - w) units[at] = (units[at] ?? 0) + far;
    }
  return { off, units };
}
const NO_SCORES: BlockScores = { rows: new Float64Array(), means: new Float64Array() };

/** The largest sum of the chosen blocks over all components, without its sign; looks no further where one reaches `enough`. */
function largestSum(
  off: Float64Array,
  k: number,
  chosen: readonly number[],
  enough = Number.POSITIVE_INFINITY,
): number {
  let largest = 0;
  for (let at = 0; at < k; at++) {
    let sum = 0;
    for (let i = 0; i < chosen.length; i++) sum += off[(chosen[i] ?? 0) * k + at] ?? 0;
    const size = Math.abs(sum);
    if (size > largest) {
      largest = size;
      if (size >= enough) break;
    }
  }
  return largest;
}

function strongest(
  components: readonly WatchedComponent[],
  blocks: { reference: readonly BlockScores[]; window: readonly BlockScores[] },
  units: Float64Array,
): MovedComponent[] {
  const best = new Map<string, { moved: MovedComponent; size: number }>();
  for (const [at, component] of components.entries()) {
    const unit = units[at] ?? Number.NaN;
    const size = Math.abs(unit);
    if (!(size > (best.get(component.column)?.size ?? -1))) continue;
    const [reference, current] = [meanOf(blocks.reference, at), meanOf(blocks.window, at)];
    // Nothing was measured of it: it did not move.
    if (Number.isNaN(current) || Number.isNaN(reference)) continue;
    best.set(component.column, { moved: { component, z: unit * component.unit, reference, current }, size });
  }
  return [...best.values()].sort((a, b) => b.size - a.size).map(({ moved }) => moved);
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
