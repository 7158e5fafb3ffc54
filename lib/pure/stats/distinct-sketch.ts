/** How many of the smallest hashes are kept: up to so many different values are counted exactly. */
export const EXACT_DISTINCT = 512;
/** Hashes are whole numbers below 2^40. */
export const HASH_RANGE = 2 ** 40;

/** The smallest hashes of the values that were met, upwards; one more than are counted exactly. */
export type DistinctSketch = readonly number[];

/**
 * The sketch of values by their hashes, which must be spread evenly over 0 to 2^40; hashes of several sketches give the sketch of all of
 * their values together. Source: Bar-Yossef et al. 2002, "Counting distinct elements in a data stream"; Beyer et al. 2007.
 * Example: sketchDistinct([5, 3, 5]) is [3, 5].
 */
export function sketchDistinct(hashes: Iterable<number>): DistinctSketch {
  const distinct = [...new Set(hashes)].sort((a, b) => a - b);
  return distinct.length > EXACT_DISTINCT + 1 ? distinct.slice(0, EXACT_DISTINCT + 1) : distinct;
}

/**
 * Different values of a sketch: exact up to 512, then k over the (k + 1)th smallest hash as a share of their range, with a standard error
 * of 1 / sqrt(k - 1), 4.4 %. Example: countDistinctOf([3, 5]) is 2.
 */
export function countDistinctOf(sketch: DistinctSketch): number {
  const last = sketch[EXACT_DISTINCT];
  return last === undefined ? sketch.length : Math.round((EXACT_DISTINCT * HASH_RANGE) / last);
}
