import { mixBits } from '../stats/mix-bits';

const DAY_MS = 86_400_000;

/** Of two halves of the days: slices are found on one and reported on the other. */
export type Half = 'found' | 'reported';

/**
 * The half that a UTC day belongs to, the same one for ever. Of every two days in a row one is in each half, so that both are as long
 * and see the same weeks; which one is told by a hash of the pair (the finaliser of MurmurHash3, Appleby 2011), so that no weekday has
 * a half for itself. Rows of one day are alike, therefore whole days are split.
 * Source of the split: Cox 1975, "A note on data-splitting for the evaluation of significance levels".
 * Example: 1 January 1970 is of one half and 2 January of the other.
 */
export function halfOfDay(dayMs: number): Half {
  const day = Math.floor(dayMs / DAY_MS);
  return ((mixBits((day >> 1) | 0) ^ day) & 1) === 0 ? 'found' : 'reported';
}
