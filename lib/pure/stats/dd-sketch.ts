/**
 * DDSketch: a mergeable summary of non-negative numbers (latencies) whose quantiles are right within 1 %.
 * Source: Masson, Rim and Lee, VLDB 2019. A value x > 0 falls into bin ceil(log_g x) with g = 1.01 / 0.99.
 * Values below 1e-9 count as zero. Bins are never collapsed: 1e-9 to 1e9 needs 2,073 at most.
 */
export interface DdSketch {
  count: number;
  zeros: number;
  /** The bin of the first of `counts`. */
  first: number;
  /** How many numbers lie in each bin from `first` on; none at the ends is empty. */
  counts: number[];
}

const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
const SMALLEST = 1e-9;

/** An empty sketch. Example: quantileOfSketch(createSketch(), 0.5) is null. */
export function createSketch(): DdSketch {
  return { count: 0, zeros: 0, first: 0, counts: [] };
}

/** Adds one number. Negative numbers, NaN and infinities are refused with a RangeError. */
export function addToSketch(sketch: DdSketch, value: number): void {
  addCountToSketch(sketch, value, 1);
}

/** Adds the same number `count` times; `count` must not be negative. */
export function addCountToSketch(sketch: DdSketch, value: number, count: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError('a sketch takes finite numbers from zero up');
  if (!(count >= 0)) throw new RangeError('a count must not be negative');
  if (count === 0) return;
  addToSketchBin(sketch, sketchBin(value), count);
}

/** Below the bins of all numbers that count as more than zero. */
const ZERO_BIN = -1_000_000;

/** The bin of a number from zero up, zero's own included. Example: sketchBin(1) is 0, sketchBin(100) is 231. */
export const sketchBin = (value: number): number =>
  value < SMALLEST ? ZERO_BIN : Math.ceil(Math.log(value) / LOG_GAMMA) | 0;

/** Adds `count` numbers of the bin that `sketchBin` gave: the logarithm of a number that goes to many sketches is taken once. */
export function addToSketchBin(sketch: DdSketch, bin: number, count = 1): void {
  sketch.count += count;
  if (bin === ZERO_BIN) sketch.zeros += count;
  else addToBin(sketch, bin, count);
}

function addToBin(sketch: DdSketch, index: number, count: number) {
  const { counts } = sketch;
  if (counts.length === 0) sketch.first = index;
  if (index < sketch.first) {
    counts.unshift(...new Array<number>(sketch.first - index).fill(0));
    sketch.first = index;
  }
  const place = index - sketch.first;
  while (counts.length <= place) counts.push(0);
  counts[place] = (counts[place] as number) + count;
}

/** Adds all of `other` to `sketch`: the same as having added every number to one sketch. */
export function mergeSketch(sketch: DdSketch, other: DdSketch): void {
  sketch.count += other.count;
  sketch.zeros += other.zeros;
  for (let place = 0; place < other.counts.length; place += 1) {
    const count = other.counts[place] as number;
    if (count > 0) addToBin(sketch, other.first + place, count);
  }
}

/**
 * A number within 1 % of the one at rank floor(share · (count - 1)) of the sorted values; null for an empty sketch.
 * Example: after adding 1 to 100, quantileOfSketch(sketch, 0.95) is within 1 % of 95.
 */
export function quantileOfSketch(sketch: DdSketch, share: number): number | null {
  return quantilesOfSketch(sketch, [share])[0] ?? null;
}

/** Several quantiles in one pass over the bins, in the order asked. */
export function quantilesOfSketch(sketch: DdSketch, shares: readonly number[]): (number | null)[] {
  if (sketch.count === 0) return shares.map(() => null);
  return shares.map((share) => {
    const rank = Math.floor(Math.min(1, Math.max(0, share)) * (sketch.count - 1));
    let seen = sketch.zeros;
    if (rank < seen) return 0;
    const place = sketch.counts.findIndex((count) => {
      seen += count;
      return rank < seen;
    });
    return binValue(sketch.first + (place < 0 ? sketch.counts.length - 1 : place));
  });
}

/**
 * How many of the numbers lie in each band between neighbouring edges, which go upwards: the first band takes all below the second edge,
 * the last all from its edge on. A bin that an edge divides counts where its middle lies, so an edge is right within 1 %.
 * Example: 1 and 5 over the edges [0, 2, 4] are [1, 0, 1].
 */
export function countBands(sketch: DdSketch, edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length).fill(0);
  const add = (value: number, count: number) => {
    const band = Math.max(
      0,
      edges.findLastIndex((edge) => edge <= value),
    );
    counts[band] = (counts[band] ?? 0) + count;
  };
  if (sketch.zeros > 0) add(0, sketch.zeros);
  for (const [place, count] of sketch.counts.entries()) if (count > 0) add(binValue(sketch.first + place), count);
  return counts;
}

/** The middle of a bin in relative terms: 2 g^i / (g + 1). */
const binValue = (index: number): number => (2 * Math.exp(index * LOG_GAMMA)) / (GAMMA + 1);

/**
 * A sketch as a text column holds it: zeros, the first bin, then the counts of it and of those that follow; a negative number stands for as many
 * empty bins. Example: 2 zeros, and 5, 3 and 1 numbers in the bins 231, 232 and 240 are "2 231 5 3 -7 1".
 */
export function sketchToText({ zeros, first, counts }: DdSketch): string {
  const words = [zeros];
  if (counts.length > 0) words.push(first);
  let empty = 0;
  for (const count of counts) {
    if (count === 0) empty += 1;
    else {
      if (empty > 0) words.push(-empty);
      empty = 0;
      words.push(count);
    }
  }
  return words.join(' ');
}

const MINUS = 45;
const SPACE = 32;
const DIGIT_0 = 48;

/** Adds what `sketchToText` wrote to a sketch. Read by hand: a page adds up thousands of them. */
export function addTextToSketch(sketch: DdSketch, text: string): void {
  let [word, number, sign, index] = [0, 0, 1, 0];
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (code === MINUS) sign = -1;
    else if (code !== SPACE) number = number * 10 + code - DIGIT_0;
    else {
      if (word === 0) {
        sketch.count += number;
        sketch.zeros += number;
      } else if (word === 1) index = sign * number;
      else if (sign < 0) index += number;
      else {
        sketch.count += number;
        addToBin(sketch, index, number);
        index += 1;
      }
      word += 1;
      number = 0;
      sign = 1;
    }
  }
}

/** What `sketchToText` wrote, as a sketch. */
export function sketchFromText(text: string): DdSketch {
  const sketch = createSketch();
  addTextToSketch(sketch, text);
  return sketch;
}
