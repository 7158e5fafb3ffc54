import type { Rating, Ratings } from './ratings';

export interface RatingRow {
  readonly unit: string;
  readonly rater: string;
  readonly value: Rating | null;
}

/**
 * Puts rows of (unit, rater, value) into the table of units by raters, both in the order in which they are met; cells without a
 * row are null.
 * Edge cases: throws a RangeError where one rater rated one unit twice, because only the caller knows which of them counts.
 * Example: rows (u1, ann, 'a'), (u2, bob, 'b') give raters [ann, bob], units [u1, u2] and values [['a', null], [null, 'b']].
 */
export function gatherRatings(rows: readonly RatingRow[]): Ratings & { readonly units: readonly string[] } {
  const raters = new Map<string, number>();
  const units = new Map<string, number>();
  for (const { unit, rater } of rows) {
    if (!raters.has(rater)) raters.set(rater, raters.size);
    if (!units.has(unit)) units.set(unit, units.size);
  }
  const values = Array.from({ length: units.size }, () => new Array<Rating | null>(raters.size).fill(null));
  const met = new Set<number>();
  for (const { unit, rater, value } of rows) {
    const [down, across] = [units.get(unit) ?? 0, raters.get(rater) ?? 0];
    const cell = down * raters.size + across;
    if (met.has(cell)) throw new RangeError(`rater ${rater} has more than one rating of unit ${unit}`);
    met.add(cell);
    const row = values[down];
    if (row) row[across] = value;
  }
  return { raters: [...raters.keys()], units: [...units.keys()], values };
}
