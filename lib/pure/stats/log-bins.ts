/** Bins per doubling: each is 2^(1/4), about 19 %, wide. */
const PER_DOUBLING = 4;
/** Makes the index of the smallest normal double (2^-1022) one; that bin also takes the subnormal ones. */
const OFFSET = 1_022 * PER_DOUBLING + 1;
const LAST = 1_024 * PER_DOUBLING - 1 + OFFSET;

/** Far wider than the error of the logarithm, in parts of a bin. */
const EDGE = 1e-6;

const lowerBound = (index: number): number => 2 ** ((index - OFFSET) / PER_DOUBLING);

/**
 * A bin number for any real number without a reference: 0 for zero, n for [2^(k/4), 2^((k+1)/4)), -n for the mirror
 * image, with n = k + 4089. Larger numbers have larger bins. About 8,200 bins per sign, so keep counts sparse.
 * Edge cases: infinities fall into the outermost bins; NaN gives NaN.
 * Example: logBinIndex(1) is 4089, logBinIndex(-2) is -4093.
 */
export function logBinIndex(value: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (value === 0) return 0;
  const size = Math.abs(value);
  const place = Math.log2(size) * PER_DOUBLING;
  const below = Math.floor(place);
  let index = Math.min(LAST, below + OFFSET);
  // Rounding of the logarithm may miss the bin by one at its edges, and only there.
  if (place - below < EDGE || place - below > 1 - EDGE) {
    if (size < lowerBound(index)) index -= 1;
    else if (index < LAST && size >= lowerBound(index + 1)) index += 1;
  }
  index = Math.max(1, index);
  return value < 0 ? -index : index;
}

/**
 * The numbers of a bin: `low` included and `high` not for positive bins, the other way round for negative ones.
 * Example: logBinBounds(4089) is { low: 1, high: 1.189207115002721 }.
 */
export function logBinBounds(index: number): { low: number; high: number } {
  if (index === 0) return { low: 0, high: 0 };
  const size = Math.abs(index);
  const [near, far] = [
    size === 1 ? Number.MIN_VALUE : lowerBound(size),
    size >= LAST ? Number.POSITIVE_INFINITY : lowerBound(size + 1),
  ];
  return index > 0 ? { low: near, high: far } : { low: -far, high: -near };
}
