/**
 * DDSketch: a mergeable summary of non-negative numbers (latencies) whose quantiles are right within 1 %.
 * Source: Masson, Rim and Lee, VLDB 2019. A value x > 0 falls into bin ceil(log_g x) with g = 1.01 / 0.99.
 * Values below 1e-9 count as zero. Bins are never collapsed: 1e-9 to 1e9 needs 2,073 at most.
 */
export interface DdSketch {
  count: number;
  zeros: number;
  readonly bins: Map<number, number>;
}

/** `[index, count]` pairs in order of index; the zero count stands apart. */
export interface DdSketchJson {
  readonly zeros: number;
  readonly bins: readonly (readonly [number, number])[];
}

const RELATIVE_ERROR = 0.01;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
const SMALLEST = 1e-9;

/** An empty sketch. Example: quantileOfSketch(createSketch(), 0.5) is null. */
export function createSketch(): DdSketch {
  return { count: 0, zeros: 0, bins: new Map() };
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
  sketch.count += count;
  if (value < SMALLEST) {
    sketch.zeros += count;
    return;
  }
  const index = Math.ceil(Math.log(value) / LOG_GAMMA);
  sketch.bins.set(index, (sketch.bins.get(index) ?? 0) + count);
}

/** Adds all of `other` to `sketch`: the same as having added every number to one sketch. */
export function mergeSketch(sketch: DdSketch, other: DdSketch): void {
  sketch.count += other.count;
  sketch.zeros += other.zeros;
  for (const [index, count] of other.bins) sketch.bins.set(index, (sketch.bins.get(index) ?? 0) + count);
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
  const bins = [...sketch.bins].sort((a, b) => a[0] - b[0]);
  return shares.map((share) => {
    const rank = Math.floor(Math.min(1, Math.max(0, share)) * (sketch.count - 1));
    let seen = sketch.zeros;
    if (rank < seen) return 0;
    for (const [index, count] of bins) {
      seen += count;
      if (rank < seen) return binValue(index);
    }
    return binValue(bins.at(-1)?.[0] ?? 0);
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
  for (const [index, count] of sketch.bins) add(binValue(index), count);
  return counts;
}

/** The middle of a bin in relative terms: 2 g^i / (g + 1). */
const binValue = (index: number): number => (2 * Math.exp(index * LOG_GAMMA)) / (GAMMA + 1);

/** The compact form for a JSON column. */
export function sketchToJson(sketch: DdSketch): DdSketchJson {
  return { zeros: sketch.zeros, bins: [...sketch.bins].sort((a, b) => a[0] - b[0]) };
}

/** The sketch of a compact form; throws RangeError for indexes or counts that no sketch has. */
export function sketchFromJson(json: DdSketchJson): DdSketch {
  const sketch: DdSketch = { count: json.zeros, zeros: json.zeros, bins: new Map() };
  if (!(json.zeros >= 0)) throw new RangeError('a count must not be negative');
  for (const [index, count] of json.bins) {
    if (!Number.isInteger(index) || !(count >= 0))
      throw new RangeError('a bin needs a whole index and a count from zero up');
    sketch.bins.set(index, (sketch.bins.get(index) ?? 0) + count);
    sketch.count += count;
  }
  return sketch;
}
