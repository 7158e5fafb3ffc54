import { expect, test } from 'vitest';
import { type Judged, judge } from './judge';

const proven: Judged = {
  n: 200,
  days: 40,
  difference: { low: 0.01, high: 0.05 },
  isBetter: true,
  isWorse: false,
  isWhole: true,
};

test('a version is better or worse where interval and evidence both say so', () => {
  expect(judge(proven)).toEqual({ verdict: 'better', lacks: [] });
  expect(judge({ ...proven, difference: { low: -0.05, high: -0.01 }, isBetter: false, isWorse: true })).toEqual({
    verdict: 'worse',
    lacks: [],
  });
});

test('it names what a proof lacks', () => {
  expect(judge({ ...proven, isBetter: false })).toEqual({ verdict: 'not-proven', lacks: ['evidence'] });
  expect(judge({ ...proven, difference: { low: -0.01, high: 0.05 } })).toEqual({
    verdict: 'not-proven',
    lacks: ['interval'],
  });
  expect(judge({ ...proven, isWhole: false })).toEqual({ verdict: 'not-proven', lacks: ['whole'] });
  expect(judge({ ...proven, difference: { low: null, high: null }, isBetter: false })).toEqual({
    verdict: 'not-proven',
    lacks: ['interval', 'evidence'],
  });
  // Evidence of the other side is none.
  expect(judge({ ...proven, difference: { low: -0.05, high: -0.01 } }).lacks).toEqual(['evidence']);
});

test('few rows or days have no verdict', () => {
  expect(judge({ ...proven, n: 29 }).verdict).toBe('too-few');
  expect(judge({ ...proven, days: 4 }).verdict).toBe('too-few');
  expect(judge(null).verdict).toBe('too-few');
});
