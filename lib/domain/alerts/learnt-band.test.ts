import { expect, test } from 'vitest';
import { learnBand, sameHours } from './learnt-band';

test('learns mean and sample standard deviation from seven days on', () => {
  // By hand: mean 40 / 8 = 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 7 = 4.571…, its root 2.138…
  expect(learnBand([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: Math.sqrt(32 / 7), days: 8 });
  // Mean 4, squares 9 + 4 + 1 + 0 + 1 + 4 + 9 = 28; 28 / 6 = 4.666…
  expect(learnBand([1, 2, 3, 4, 5, 6, 7])).toEqual({ mean: 4, deviation: Math.sqrt(28 / 6), days: 7 });
  expect(learnBand([3, 3, 3, 3, 3, 3, 3])).toEqual({ mean: 3, deviation: 0, days: 7 });
  expect(learnBand([1, 2, 3, 4, 5, 6])).toEqual({ mean: null, deviation: null, days: 6 });
});

test('takes the whole hours of the days before', () => {
  const at = (text: string) => Date.parse(`2026-11-${text}Z`);
  expect(sameHours({ fromMs: at('24T14:32'), toMs: at('24T14:37') }, 2)).toEqual([
    { fromMs: at('23T14:00'), toMs: at('23T15:00') },
    { fromMs: at('22T14:00'), toMs: at('22T15:00') },
  ]);
  expect(sameHours({ fromMs: at('24T13:58'), toMs: at('24T14:03') }, 1)).toEqual([
    { fromMs: at('23T13:00'), toMs: at('23T15:00') },
  ]);
});
