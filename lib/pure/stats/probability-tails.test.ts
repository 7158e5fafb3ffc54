import { expect, test } from 'vitest';
import { incompleteBeta } from './incomplete-beta';
import { chiSquareTail, upperGamma } from './incomplete-gamma';
import { kolmogorovTail } from './kolmogorov-tail';
import { logGamma } from './log-gamma';
import { mersenneTwister, shuffle } from './mersenne-twister';
import { normalTail } from './normal-tail';
import { studentQuantile } from './student-t-quantile';
import { studentTwoTails } from './student-t-test';

/** Numbers of scipy 1.17.1 and numpy 2.4.6 where no source is named. */
const agree = (got: number, expected: number, relative = 1e-12): void => {
  expect(Math.abs(got - expected), `${got} is not ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
};

test('gives the examples of the doc comments', () => {
  agree(logGamma(5), 3.178053830347946);
  agree(upperGamma(1, 2), Math.exp(-2));
  agree(chiSquareTail(3.841458820694124, 1), 0.05);
  agree(incompleteBeta(2, 3, 0.4), 0.5248);
  agree(normalTail(1.959963984540054), 0.025);
  agree(studentTwoTails(2.2281388519649385, 10), 0.05, 1e-10);
  agree(kolmogorovTail(0.1, 100), 0.2526927570063874, 1e-9);
});

test.each([
  [0.01, 4.599479878042022],
  [0.5, Math.log(Math.PI) / 2],
  [1e6, 12815504.569147611],
])('gives ln Γ(%d)', (x, expected) => agree(logGamma(x), expected, 1e-14));

test('stays accurate far out in the tails', () => {
  agree(normalTail(-1), 0.8413447460685429);
  agree(normalTail(20), 2.7536241186061556e-89);
  agree(chiSquareTail(100, 1), 1.5239706048320995e-23);
  agree(chiSquareTail(1_000, 1_000), 0.49405285382923964, 1e-9);
});

test.each([
  [0.4, 5, 0.3087999999999995],
  [0.05, 140, 0.8576480297656114],
  [0.05, 141, 0.854845693009663],
  [0.03, 400, 0.8534115453673426],
  [0.012, 1_000, 0.9984464668620097],
  [0.013, 1_001, 0.9951065931691597],
  [0.05, 500, 0.15866260223815387],
  [0.01, 4_000, 0.8147370625570772],
  [0.001, 400_000, 0.8182307863228149],
  [1, 3, 0],
  [0, 3, 1],
])('gives the Kolmogorov-Smirnov tail of scipy at %d for %d values', (d, n, expected) => {
  agree(kolmogorovTail(d, n), expected, 1e-6);
});

test('is defined at the ends and NaN outside', () => {
  expect([upperGamma(2, 0), upperGamma(2, Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
  expect([incompleteBeta(1, 2, 0), incompleteBeta(1, 2, 1)]).toEqual([0, 1]);
  expect([normalTail(Number.NEGATIVE_INFINITY), normalTail(Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
  expect(studentTwoTails(Number.NEGATIVE_INFINITY, 3)).toBe(0);
  for (const nothing of [
    upperGamma(0, 1),
    upperGamma(1, -1),
    incompleteBeta(1, 1, 2),
    logGamma(-1),
    studentTwoTails(1, 0),
  ])
    expect(nothing).toBeNaN();
});

test('draws and shuffles as numpy does', () => {
  const next = mersenneTwister(0);
  expect([next(), next(), next()]).toEqual([2357136044, 2546248239, 3071714933]);
  const values = Uint32Array.from([0, 1, 2, 3, 4]);
  shuffle(values, mersenneTwister(0));
  expect([...values]).toEqual([2, 0, 1, 3, 4]);
});

test('quantiles of Student t are those of the tables', () => {
  agree(studentQuantile(0.1, 5), 2.015048373333024, 1e-10);
  agree(studentQuantile(0.1, 30), 1.697261, 1e-6);
  agree(studentQuantile(0.05, 10), 2.2281388519649385, 1e-10);
  expect([studentQuantile(0, 5), studentQuantile(0.5, 0)]).toEqual([Number.NaN, Number.NaN]);
});
