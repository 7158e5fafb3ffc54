import { expect, test } from 'vitest';
import { buildReferenceProfile } from '../stats/reference-profile';
import { componentsOf, sumScores } from './components';

const numbers = (values: (number | null)[]) => buildReferenceProfile({ kind: 'number', values });
const categories = (values: (string | null)[]) => buildReferenceProfile({ kind: 'category', values });
const kindsOf = (profile: ReturnType<typeof numbers>) => componentsOf(profile).map(({ kind }) => kind);

test('bins score by the normal quantile of their middle rank, in standard deviations of the reference', () => {
  const two = { ...numbers([0, 1]), edges: [0, 0.5, 1], counts: [0, 5, 5, 0], n: 10 };
  expect(componentsOf(two)[0]?.scores).toEqual([-1, -1, 1, 1].map((score) => expect.closeTo(score, 12)));
  // Middle ranks 0.1, 0.5, 0.9: quantiles -1.2816, 0, 1.2816 (any table) with variance 0.4 · 1.6424 = 0.657.
  const three = { ...numbers([0, 1]), edges: [0, 1, 2, 3], counts: [0, 2, 6, 2, 0], n: 10 };
  const [level] = componentsOf(three);
  expect(level?.scores[3]).toBeCloseTo(1.281_551_6 / Math.sqrt(0.4 * 1.281_551_6 ** 2), 6);
});

test('over its own reference every level has mean 0 and variance 1, whatever the column looks like', () => {
  for (const values of [
    Array.from({ length: 500 }, (_, i) => i % 6),
    Array.from({ length: 500 }, (_, i) => Math.exp(i / 50)),
    Array.from({ length: 500 }, (_, i) => (i % 10 === 0 ? null : Math.sin(i))),
  ]) {
    const profile = numbers(values);
    const level = componentsOf(profile).find(({ kind }) => kind === 'level');
    if (!level) throw new Error('no level');
    const { n, sum, squares } = sumScores(level, { counts: profile.counts, unseen: 0, nulls: profile.nulls });
    expect(sum / n).toBeCloseTo(0, 9);
    expect(squares / n).toBeCloseTo(1, 9);
  }
});

test('the parts of a column add up to its share, so that no column spends more than another', () => {
  for (const profile of [
    numbers(Array.from({ length: 100 }, (_, i) => i)),
    categories(Array.from({ length: 100 }, (_, i) => 'abcdefghijklmnopqrstuvwxyz'[i % 26] ?? '')),
    categories(['a', 'b', null]),
    categories([null]),
  ])
    expect(componentsOf(profile).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('a new category and a new largest value are scored as the rare and the high ones of the reference', () => {
  const rare = componentsOf(categories(['a', 'a', 'b', 'b'])).find(({ kind }) => kind === 'rare');
  expect(rare && sumScores(rare, { counts: [3, 1], unseen: 2, nulls: 0 })).toEqual({ n: 6, sum: 2, squares: 2 });
  const level = componentsOf(numbers([1, 2, 3, 4, 5]))[0];
  expect(level?.scores.at(-1)).toBe(level?.scores.at(-2));
  expect(level?.scores[0]).toBe(level?.scores[1]);
});

test('a constant column has no level, an empty one only its nulls', () => {
  expect(kindsOf(numbers([7, 7, 7]))).toEqual(['nulls']);
  expect(kindsOf(numbers([null, null]))).toEqual(['nulls']);
  expect(kindsOf(categories(['a', 'a']))).toEqual(['category', 'rare', 'nulls']);
});

test('nulls are counted over all rows, values over those that are there', () => {
  const profile = numbers([1, 2, 3, 4]);
  const counts = { counts: profile.counts, unseen: 0, nulls: 4 };
  const sums = new Map(componentsOf(profile).map((component) => [component.kind, sumScores(component, counts)]));
  expect(sums.get('nulls')).toEqual({ n: 8, sum: 4, squares: 4 });
  expect(sums.get('level')?.n).toBe(4);
});
