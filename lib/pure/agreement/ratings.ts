/** What a rater says of a unit: a class or a number. Numbers that are not finite count as missing. */
export type Rating = string | number;

/** Who said what of which unit (item). */
export interface Ratings {
  readonly raters: readonly string[];
  /** values[unit][rater]; null where that rater did not rate that unit. */
  readonly values: readonly (readonly (Rating | null)[])[];
}

/**
 * How far two ratings are apart. Nominal: equal or not; `classes` fixes their list and order, else those met, sorted.
 * Ordinal: by rank in `order`, the lowest first; numbers without `order` are ranked by size. Interval: by their difference.
 */
export type Scale =
  | { readonly level: 'nominal'; readonly classes?: readonly Rating[] }
  | { readonly level: 'ordinal'; readonly order: readonly Rating[] | 'by-size' }
  | { readonly level: 'interval' };

/** Whether a cell holds a rating. Example: isRated(null) and isRated(Number.NaN) are false, isRated('') and isRated(0) true. */
export const isRated = (cell: Rating | null | undefined): cell is Rating =>
  typeof cell === 'string' || (typeof cell === 'number' && Number.isFinite(cell));
