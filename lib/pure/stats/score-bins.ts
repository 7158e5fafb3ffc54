/** Bins of equal width over scores from 0 to 1. */
export const SCORE_BINS = 200;

/** The bin of a score; what lies outside 0 to 1 counts in the bin at that end. Example: scoreBin(0.5) is 100, scoreBin(1) is 199. */
export const scoreBin = (score: number): number =>
  Math.min(SCORE_BINS - 1, Math.max(0, Math.floor(score * SCORE_BINS)));

/** The middle of a bin. Example: scoreOfBin(100) is 0.5025. */
export const scoreOfBin = (bin: number): number => (bin + 0.5) / SCORE_BINS;
