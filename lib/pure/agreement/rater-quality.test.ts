import { expect, test } from 'vitest';
import { raterAccuracy } from './rater-accuracy';
import { raterSpeed } from './rater-speed';

test('accuracy on gold units has the interval of Wilson as in Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662', () => {
  const gold = new Array<string>(263).fill('late');
  const answers = gold.map((label, unit) => (unit < 81 ? label : 'on time'));
  const got = raterAccuracy({ answers, gold });
  expect(got).toMatchObject({ n: 263, right: 81, accuracy: 81 / 263 });
  expect(got.interval?.low.toFixed(4)).toBe('0.2553');
  expect(got.interval?.high.toFixed(4)).toBe('0.3662');
});

test('only units with an answer and a gold value count', () => {
  const got = raterAccuracy({ answers: ['a', 'b', null, 'a', ''], gold: ['a', 'a', 'b', null, ''] });
  expect(got).toMatchObject({ n: 3, right: 2 });
  expect(raterAccuracy({ answers: [null], gold: ['a'] })).toEqual({ n: 0, right: 0, accuracy: null, interval: null });
  expect(() => raterAccuracy({ answers: ['a'], gold: [] })).toThrow('same number of places');
});

test('numbers are right within the tolerance, and a number is never right for a string', () => {
  const answers = [10, 12, 12.5, -2, Number.NaN, '10'];
  const gold = [10, 10, 10, 0, 0, 10];
  expect(raterAccuracy({ answers, gold })).toMatchObject({ n: 5, right: 1 });
  expect(raterAccuracy({ answers, gold, tolerance: 2 })).toMatchObject({ n: 5, right: 3 });
});

test('quartiles of seconds are those of numpy, and one long lunch does not move the median', () => {
  expect(raterSpeed([4, 1, 2, 3, null])).toEqual({ n: 4, quartilesSeconds: { lower: 1.75, median: 2.5, upper: 3.25 } });
  expect(raterSpeed([2, 3, 4, 5, 3_600]).quartilesSeconds?.median).toBe(4);
  expect(raterSpeed([7])).toEqual({ n: 1, quartilesSeconds: { lower: 7, median: 7, upper: 7 } });
  expect(raterSpeed([null, -1, Number.NaN])).toEqual({ n: 0, quartilesSeconds: null });
});
