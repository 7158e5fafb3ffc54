import { expect, test } from 'vitest';
import { classConfusions } from './class-confusions';
import { asRatings, pick, readAgreement } from './fixtures/read-agreement';

test('every pair of ratings of a unit is counted by its two classes, the most frequent confusion first', () => {
  const got = classConfusions(
    asRatings([
      ['a', 'b', 'b'],
      ['a', 'a', null],
      ['c', 'b', null],
      ['c', null, null],
    ]),
  );
  expect(got).toEqual({
    classes: ['a', 'b', 'c'],
    counts: [
      [1, 2, 0],
      [2, 1, 1],
      [0, 1, 0],
    ],
    pairs: 5,
    disagreeing: 3,
    confusions: [
      { one: 'a', other: 'b', pairs: 2, units: 1, share: 2 / 3 },
      { one: 'b', other: 'c', pairs: 1, units: 1, share: 1 / 3 },
    ],
  });
});

test('counts are those of looking at each pair of raters', () => {
  const ratings = asRatings(pick(readAgreement().alpha, 'made, most missing').values);
  const { classes, counts, pairs } = classConfusions(ratings);
  const found = ratings.values.flatMap((row) =>
    row.flatMap((first, i) =>
      row.slice(i + 1).flatMap((second) => (first === null || second === null ? [] : [[first, second].sort().join()])),
    ),
  );
  const expected = classes.map((a) => classes.map((b) => found.filter((one) => one === [a, b].sort().join()).length));
  expect(counts).toEqual(expected);
  expect(pairs).toBe(found.length);
});

test('raters who agree, or share nothing, confuse nothing', () => {
  expect(classConfusions(asRatings([['a', 'a']]))).toMatchObject({ pairs: 1, disagreeing: 0, confusions: [] });
  expect(classConfusions(asRatings([['a', null]]))).toMatchObject({ pairs: 0, disagreeing: 0, confusions: [] });
});
