import { expect, test } from 'vitest';
import { cohenKappa } from './cohen-kappa';
import { asRatings, pick, readAgreement } from './fixtures/read-agreement';
import { fleissKappa } from './fleiss-kappa';
import { gatherRatings } from './gather-ratings';
import { krippendorffAlpha } from './krippendorff-alpha';
import { pairwiseAgreement } from './pairwise-agreement';
import type { Ratings, Scale } from './ratings';

const none = (reason: string) => ({ value: null, reason });
const NOMINAL: Scale = { level: 'nominal' };
const SCALES: Scale[] = [NOMINAL, { level: 'ordinal', order: 'by-size' }, { level: 'interval' }];
const golden = readAgreement();
const full = asRatings(pick(golden.fleiss, 'made, five raters').values);
const gappy = asRatings(pick(golden.alpha, 'made, a third missing').values);
const mostGone = asRatings(pick(golden.alpha, 'made, most missing').values);

/** Every measure of a table as one list of numbers. */
const everything = (ratings: Ratings): (number | null)[] => [
  ...SCALES.map((scale) => krippendorffAlpha(ratings, scale).alpha.value),
  fleissKappa(ratings).kappa.value,
  ...fleissKappa(ratings).classes.map(({ kappa }) => kappa.value),
];
const near = (got: (number | null)[], expected: (number | null)[]) => {
  expect(got).toHaveLength(expected.length);
  for (const [at, value] of got.entries()) expect(value).toBeCloseTo(expected[at] ?? Number.NaN, 10);
};
const column = (ratings: Ratings, rater: number) => ratings.values.map((row) => row[rater] ?? null);

test('the order of units and of raters changes nothing, nor do other names of classes', () => {
  for (const ratings of [full, gappy]) {
    near(everything({ ...ratings, values: [...ratings.values].reverse() }), everything(ratings));
    const turned = { raters: [...ratings.raters].reverse(), values: ratings.values.map((row) => [...row].reverse()) };
    near(everything(turned), everything(ratings));
    const renamed = {
      ...ratings,
      values: ratings.values.map((row) => row.map((value) => value !== null && `class ${value}`)),
    } as Ratings;
    near([krippendorffAlpha(renamed, NOMINAL).alpha.value], [krippendorffAlpha(ratings, NOMINAL).alpha.value]);
    near([fleissKappa(renamed).kappa.value], [fleissKappa(ratings).kappa.value]);
  }
  const [first, second] = [column(gappy, 0), column(gappy, 1)];
  near([cohenKappa(second, first).kappa.value], [cohenKappa(first, second).kappa.value]);
  const [pair] = pairwiseAgreement({
    raters: ['b', 'a'],
    values: gappy.values.map(([a, b]) => [b ?? null, a ?? null]),
  });
  const { n, observed } = cohenKappa(first, second);
  expect(pair).toEqual({ first: 'b', second: 'a', n, agreeing: Math.round(n * (observed.value ?? Number.NaN)) });
});

test("alpha of two raters with full data is Scott's pi with the correction for small samples", () => {
  const { first, second } = pick(golden.cohen, 'Cohen 1960');
  const n = 2 * first.length;
  const observed = first.filter((value, unit) => value === second[unit]).length / first.length;
  const expected = [0, 1, 2]
    .map((label) => [...first, ...second].filter((value) => value === label).length / n)
    .reduce((sum, share) => sum + share ** 2, 0);
  const pi = (observed - expected) / (1 - expected);
  const ratings = asRatings(first.map((value, unit) => [value, second[unit] ?? null]));
  near([krippendorffAlpha(ratings, NOMINAL).alpha.value], [1 - ((1 - pi) * (n - 1)) / n]);
  near([fleissKappa(ratings).kappa.value], [pi]);
});

test('nominal alpha is Fleiss kappa plus (1 - kappa) / ratings, also with varying numbers of ratings', () => {
  for (const ratings of [full, gappy, mostGone]) {
    const fleiss = fleissKappa(ratings);
    const kappa = fleiss.kappa.value ?? Number.NaN;
    const alpha = krippendorffAlpha(ratings, NOMINAL);
    near([alpha.alpha.value], [kappa + (1 - kappa) / fleiss.ratings]);
    expect([fleiss.units, fleiss.ratings]).toEqual([alpha.units, alpha.ratings]);
    expect(fleiss.units + fleiss.unitsLeftOut).toBe(ratings.values.length);
  }
  expect(fleissKappa(mostGone).ratingsPerUnit).toEqual({ fewest: 2, most: 6 });
});

test('Fleiss kappa is the mean of its classes, weighted by share (1 - share), also with varying numbers', () => {
  for (const ratings of [full, gappy, mostGone]) {
    const { kappa, classes } = fleissKappa(ratings);
    const weights = classes.map(({ share }) => (share.value ?? 0) * (1 - (share.value ?? 0)));
    const weighted = classes.reduce((sum, one, at) => sum + (one.kappa.value ?? 0) * (weights[at] ?? 0), 0);
    near([kappa.value], [weighted / weights.reduce((sum, weight) => sum + weight, 0)]);
  }
});

test('two classes rank and measure alike: ordinal, interval and nominal alpha are one number', () => {
  const values = full.values.map((row) => row.map((value) => Number(Number(value) > 1)));
  const [nominal, ...others] = SCALES.map((scale) => krippendorffAlpha({ ...full, values }, scale).alpha.value);
  near(others, [nominal ?? null, nominal ?? null]);
});

test('an order given for strings is the order of numbers, and where neighbours are confused another order is worse', () => {
  const words = ['none', 'minor', 'major', 'critical', 'fatal'];
  const numbers = [
    [0, 1, 0],
    [1, 1, 2],
    [2, 3, 3],
    [4, 4, 3],
    [0, 0, 0],
    [4, 4, 4],
  ];
  const inWords = asRatings(numbers.map((row) => row.map((value) => words[value] ?? null)));
  const ranked = krippendorffAlpha(inWords, { level: 'ordinal', order: words }).alpha.value ?? 0;
  near([ranked], [krippendorffAlpha(asRatings(numbers), { level: 'ordinal', order: 'by-size' }).alpha.value]);
  const mixed = krippendorffAlpha(inWords, { level: 'ordinal', order: [...words].sort() }).alpha.value ?? 0;
  expect(mixed).toBeLessThan(ranked - 0.1);
});

test('interval alpha keeps its digits far from 0 and does not depend on unit or origin', () => {
  const alphaOf = (ratings: Ratings) => krippendorffAlpha(ratings, { level: 'interval' }).alpha.value ?? Number.NaN;
  const moved = (scale: number, origin: number) => ({
    ...gappy,
    values: gappy.values.map((row) => row.map((value) => (value === null ? null : origin + scale * value))),
  });
  expect(alphaOf(moved(1, 1e9))).toBeCloseTo(alphaOf(gappy), 10);
  expect(alphaOf(moved(-60, 0))).toBeCloseTo(alphaOf(gappy), 10);
});

test('full agreement is 1, and raters who always differ are below 0', () => {
  const same = asRatings(['a', 'b', 'a', 'c'].map((value) => [value, value, value]));
  const other = asRatings(['a', 'b', 'a', 'b'].map((value) => [value, value === 'a' ? 'b' : 'a']));
  expect([fleissKappa(same).kappa.value, krippendorffAlpha(same, NOMINAL).alpha.value]).toEqual([1, 1]);
  expect(cohenKappa(column(same, 0), column(same, 1)).kappa.value).toBe(1);
  expect(cohenKappa(column(other, 0), column(other, 1)).kappa.value).toBe(-1);
  expect(fleissKappa(other).kappa.value).toBe(-1);
});

test('one rater, or no rating at all, has no agreement', () => {
  for (const ratings of [
    { raters: ['ann'], values: [['a'], ['b']] },
    {
      raters: ['ann', 'bob'],
      values: [
        ['a', null],
        ['b', null],
      ],
    },
    { raters: ['ann', 'bob'], values: [] },
    { raters: [], values: [] },
  ] satisfies Ratings[]) {
    expect(fleissKappa(ratings).kappa).toEqual(none('too-few-raters'));
    expect(fleissKappa(ratings).ratingsPerUnit).toBeNull();
    expect(krippendorffAlpha(ratings, NOMINAL).alpha).toEqual(none('too-few-raters'));
  }
  expect(krippendorffAlpha({ raters: ['ann'], values: [[1], [2]] }, { level: 'interval' }).alpha).toEqual(
    none('too-few-raters'),
  );
  expect(pairwiseAgreement({ raters: ['ann'], values: [['a']] })).toEqual([]);
});

test('raters without a shared unit have no agreement, in all, per class and as a pair', () => {
  const values = [
    [1, null],
    [null, 2],
  ];
  for (const scale of SCALES)
    expect(krippendorffAlpha(asRatings(values), scale)).toEqual({
      alpha: none('no-shared-unit'),
      units: 0,
      ratings: 0,
      observedDisagreement: none('no-shared-unit'),
      expectedDisagreement: none('no-shared-unit'),
    });
  const fleiss = fleissKappa(asRatings(values));
  expect(fleiss).toMatchObject({ kappa: none('no-shared-unit'), units: 0, unitsLeftOut: 2 });
  expect(fleiss.classes[0]).toMatchObject({ share: none('no-shared-unit'), kappa: none('no-shared-unit') });
  const cohen = cohenKappa([1, null], [null, 2]);
  expect(cohen).toMatchObject({ kappa: none('no-shared-unit'), n: 0, observed: none('no-shared-unit') });
  expect(cohen.classes[0]).toMatchObject({ kappa: none('no-shared-unit'), positiveAgreement: none('no-shared-unit') });
  expect(pairwiseAgreement(asRatings(values))).toMatchObject([{ n: 0, agreeing: 0 }]);
});

test('ratings of one class have observed agreement but no kappa (0/0)', () => {
  const values = [
    [0.1, 0.1, 0.1],
    [0.1, 0.1, null],
    [0.1, 0.1, 0.1],
  ];
  for (const scale of SCALES) {
    const got = krippendorffAlpha(asRatings(values), scale);
    expect(got).toMatchObject({ alpha: none('one-class'), ratings: 8, expectedDisagreement: { value: 0 } });
    expect(got.observedDisagreement.value).toBeCloseTo(0, 12);
  }
  expect(fleissKappa(asRatings(values))).toMatchObject({ kappa: none('one-class'), observed: { value: 1 } });
  expect(cohenKappa(['a', 'a'], ['a', 'a'])).toMatchObject({ kappa: none('one-class'), observed: { value: 1 } });
  expect(cohenKappa(['a', 'a'], ['b', 'b']).kappa.value).toBe(0);
});

test('a class that nobody gave has no agreement of its own', () => {
  const classes = ['a', 'b', 'c'];
  const cohen = cohenKappa(['a', 'b', 'a'], ['a', 'b', 'b'], classes).classes[2];
  expect(cohen).toMatchObject({ first: 0, kappa: none('one-class'), positiveAgreement: none('unused-class') });
  const values = [
    ['a', 'b'],
    ['a', 'a'],
  ];
  const fleiss = fleissKappa(asRatings(values), classes).classes[2];
  expect(fleiss).toMatchObject({ share: { value: 0 }, repeated: none('unused-class'), kappa: none('unused-class') });
});

test('numbers that are not finite are missing ratings', () => {
  const values = [
    [1, 1],
    [2, 3],
    [Number.NaN, 2],
    [3, Number.POSITIVE_INFINITY],
  ];
  const without = values.slice(0, 2);
  for (const scale of SCALES)
    expect(krippendorffAlpha(asRatings(values), scale)).toEqual(krippendorffAlpha(asRatings(without), scale));
  expect(fleissKappa(asRatings(values)).kappa).toEqual(fleissKappa(asRatings(without)).kappa);
  expect(cohenKappa([1, 2, Number.NaN], [1, 3, 2]).n).toBe(2);
});

test('what cannot be meant is refused', () => {
  const words = asRatings([['a', 'b']]);
  expect(() => krippendorffAlpha(words, { level: 'interval' })).toThrow('an interval scale needs numbers, not "a"');
  expect(() => krippendorffAlpha(words, { level: 'ordinal', order: 'by-size' })).toThrow('need their order');
  expect(() => fleissKappa(words, ['a'])).toThrow('the classes do not have the rating "b"');
  expect(() => cohenKappa(['a'], [])).toThrow('same number of places');
});

test('rows of unit, rater and value become a table, and two ratings of one unit by one rater are refused', () => {
  const rows = [
    { unit: 'u1', rater: 'ann', value: 'late' },
    { unit: 'u2', rater: 'bob', value: 'on time' },
    { unit: 'u2', rater: 'ann', value: null },
    { unit: 'u1', rater: 'bob', value: 'late' },
  ];
  expect(gatherRatings(rows)).toEqual({
    raters: ['ann', 'bob'],
    units: ['u1', 'u2'],
    values: [
      ['late', 'late'],
      [null, 'on time'],
    ],
  });
  expect(() => gatherRatings([...rows, { unit: 'u2', rater: 'ann', value: 'late' }])).toThrow(
    'rater ann has more than one rating of unit u2',
  );
});
