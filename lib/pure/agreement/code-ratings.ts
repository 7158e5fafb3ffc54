import { isRated, type Rating, type Ratings } from './ratings';

export interface CodedRatings {
  readonly classes: readonly Rating[];
  /** codes[unit][rater]: place in `classes`, -1 where missing. */
  readonly codes: readonly Int32Array[];
  /** Raters with at least one rating. */
  readonly activeRaters: number;
}

/**
 * Writes ratings as places in the list of classes. Without `classes`: all values met, numbers by size and before strings, strings
 * in code unit order.
 * Edge cases: throws a RangeError for a value that `classes` does not have.
 * Example: values [['b', 'a'], [null, 'b']] give classes ['a', 'b'] and codes [[1, 0], [-1, 1]].
 */
export function codeRatings(
  { raters, values }: Ratings,
  classes: readonly Rating[] = listClasses(values),
): CodedRatings {
  const places = new Map(classes.map((one, place) => [one, place]));
  const isActive = new Uint8Array(raters.length);
  const codes = values.map((row) =>
    Int32Array.from(raters, (_, rater) => {
      const value = row[rater];
      if (!isRated(value)) return -1;
      const place = places.get(value);
      if (place === undefined) throw new RangeError(`the classes do not have the rating ${JSON.stringify(value)}`);
      isActive[rater] = 1;
      return place;
    }),
  );
  return { classes, codes, activeRaters: isActive.reduce((sum, one) => sum + one, 0) };
}

function listClasses(values: Ratings['values']): Rating[] {
  const met = [...new Set(values.flatMap((row) => row.filter(isRated)))];
  const numbers = met.filter((one) => typeof one === 'number').sort((a, b) => a - b);
  return [...numbers, ...met.filter((one) => typeof one === 'string').sort()];
}
