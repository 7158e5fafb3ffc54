import { expect, test } from 'vitest';
import { cohenKappa } from './cohen-kappa';
import { asRatings, pick, readAgreement } from './fixtures/read-agreement';
import { fleissKappa } from './fleiss-kappa';
import { krippendorffAlpha } from './krippendorff-alpha';
import { pairKappa } from './pair-kappa';
import { pairwiseAgreement } from './pairwise-agreement';
import type { Scale } from './ratings';

// Numbers of scikit-learn 1.9.1, statsmodels 0.15.0 and krippendorff 0.9.0, as fixtures/agreement.py prints them.
const golden = readAgreement();

const agree = (got: { value: number | null }, expected: number): void => {
  expect(Math.abs((got.value ?? Number.NaN) - expected), `${got.value} is not ${expected}`).toBeLessThanOrEqual(1e-9);
};
const published = (got: { value: number | null }, digits: number) => got.value?.toFixed(digits);

/** Two lists from counts of first (down) against second (across). */
function fromCounts(counts: number[][]): [number[], number[]] {
  const cells = counts.flatMap((row, i) =>
    row.flatMap((count, j) => new Array(count).fill(null).map((): [number, number] => [i, j])),
  );
  return [cells.map(([i]) => i), cells.map(([, j]) => j)];
}

test.each(Object.keys(golden.cohen))('Cohen kappa agrees with scikit-learn, in all and per class: %s', (name) => {
  const expected = pick(golden.cohen, name);
  const got = cohenKappa(expected.first, expected.second);
  agree(got.kappa, expected.kappa);
  expect(got.classes).toHaveLength(expected.perClass.length);
  for (const [at, one] of got.classes.entries()) {
    agree(one.kappa, expected.perClass[at] ?? Number.NaN);
    agree(one.positiveAgreement, expected.positiveAgreement[at] ?? Number.NaN);
  }
});

test.each(Object.keys(golden.fleiss))('Fleiss kappa agrees with statsmodels, in all and per class: %s', (name) => {
  const expected = pick(golden.fleiss, name);
  const got = fleissKappa(asRatings(expected.values));
  agree(got.kappa, expected.kappa);
  expect(got.classes).toHaveLength(expected.perClass.length);
  for (const [at, one] of got.classes.entries()) agree(one.kappa, expected.perClass[at] ?? Number.NaN);
});

test.each(
  Object.keys(golden.alpha).flatMap((name) =>
    (['nominal', 'ordinal', 'interval'] as const).map((level): [string, Scale['level']] => [name, level]),
  ),
)('alpha agrees with the krippendorff package: %s, %s', (name, level) => {
  const expected = pick(golden.alpha, name);
  const scale: Scale = level === 'ordinal' ? { level, order: 'by-size' } : { level };
  agree(krippendorffAlpha(asRatings(expected.values), scale).alpha, expected[level]);
});

test('each pair of raters agrees with scikit-learn on the units that both rated', () => {
  const ratings = asRatings(pick(golden.alpha, 'made, a third missing').values);
  const got = pairwiseAgreement(ratings);
  expect(got.map(({ n }) => n)).toEqual(golden.pairs.map(([n]) => n));
  for (const [at, { first, second, n, agreeing }] of got.entries()) {
    agree({ value: agreeing / n }, golden.pairs[at]?.[1] ?? Number.NaN);
    const places = [ratings.raters.indexOf(first), ratings.raters.indexOf(second)] as const;
    agree(pairKappa(ratings, places).kappa, golden.pairs[at]?.[2] ?? Number.NaN);
  }
});

test('Cohen 1960: 200 cases, 140 agreed, 82 by chance, kappa 0.492', () => {
  const got = cohenKappa(
    ...fromCounts([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ]),
  );
  expect(got.n).toBe(200);
  expect([got.observed.value, got.expected.value]).toEqual([140 / 200, 82 / 200]);
  agree(got.kappa, 58 / 118);
  expect(published(got.kappa, 3)).toBe('0.492');
});

test('Fleiss, Levin and Paik 2003, tables 18.1 and 18.3: kappa 0.68; psychotic 0.69, neurotic 0.50, organic 0.77', () => {
  const got = cohenKappa(
    ...fromCounts([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ]),
  );
  expect([got.observed, got.expected, got.kappa].map((one) => published(one, 2))).toEqual(['0.89', '0.66', '0.68']);
  expect(got.classes.map(({ kappa }) => published(kappa, 2))).toEqual(['0.69', '0.50', '0.77']);
});

test('Fleiss 1971, psychiatric diagnoses: kappa 0.430; by category 0.245, 0.245, 0.520, 0.471, 0.566', () => {
  const got = fleissKappa(asRatings(pick(golden.fleiss, 'Fleiss 1971').values));
  expect(got).toMatchObject({ units: 30, ratings: 180, ratingsPerUnit: { fewest: 6, most: 6 }, unitsLeftOut: 0 });
  expect([got.observed, got.expected, got.kappa].map((one) => published(one, 3))).toEqual(['0.556', '0.220', '0.430']);
  expect(got.classes.map(({ kappa }) => published(kappa, 3))).toEqual(['0.245', '0.245', '0.520', '0.471', '0.566']);
  expect(got.classes.map(({ ratings }) => ratings)).toEqual([26, 26, 30, 55, 43]);
});

test('Krippendorff 2011, four observers with missing values: nominal 0.743, ordinal 0.815, interval 0.849', () => {
  const ratings = asRatings(pick(golden.alpha, 'Krippendorff 2011').values);
  const nominal = krippendorffAlpha(ratings, { level: 'nominal' });
  expect(nominal).toMatchObject({ units: 11, ratings: 40 });
  expect(published(nominal.alpha, 3)).toBe('0.743');
  expect(published(krippendorffAlpha(ratings, { level: 'ordinal', order: 'by-size' }).alpha, 3)).toBe('0.815');
  expect(published(krippendorffAlpha(ratings, { level: 'interval' }).alpha, 3)).toBe('0.849');
});

test('Krippendorff 2011, two observers: binary data 0.095, nominal data 0.692', () => {
  const alphaOfTwo = (first: string, second: string) =>
    krippendorffAlpha(asRatings([...first].map((value, unit) => [value, second[unit] ?? null])), { level: 'nominal' })
      .alpha;
  agree(alphaOfTwo('0100000010', '1110010000'), 1 - (19 * 4) / (14 * 6));
  expect(published(alphaOfTwo('0100000010', '1110010000'), 3)).toBe('0.095');
  expect(published(alphaOfTwo('aabbdcccedda', 'babbbccceddd'), 3)).toBe('0.692');
});
