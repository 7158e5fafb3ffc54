import { expect, test } from 'vitest';
import { missingRates, outOfRangeRates, unseenRates } from './nannyml-data-quality';

const chunking = { size: 2 } as const;

test('alerts on any number outside of the range of the reference, and not on a missing one', () => {
  const pair = {
    kind: 'number',
    reference: Float64Array.from([1, 5, Number.NaN, 3]),
    current: Float64Array.from([1, 5, Number.NaN, 5.1, 0, Number.POSITIVE_INFINITY]),
  } as const;
  const { reference, current, upperThreshold } = outOfRangeRates(pair, { chunking });
  expect(upperThreshold).toBe(0);
  expect(reference.map(({ rate, alert }) => [rate, alert])).toEqual([
    [0, false],
    [0, false],
  ]);
  expect(current.map(({ rate, alert }) => [rate, alert])).toEqual([
    [0, false],
    [0.5, true],
    [1, true],
  ]);
});

test('alerts on any category that the reference has not, and on a missing one where it has none', () => {
  const pair = { kind: 'category', reference: ['a', 'b'], current: ['a', null, 'c', 'b'] } as const;
  expect(unseenRates(pair, { chunking }).current.map(({ rate, alert }) => [rate, alert])).toEqual([
    [0.5, true],
    [0.5, true],
  ]);
  const withNull = { ...pair, reference: ['a', 'b', null] };
  expect(unseenRates(withNull, { chunking }).current.map(({ alert }) => alert)).toEqual([false, true]);
});

test('answers for sides without rows', () => {
  const empty = { kind: 'number', reference: new Float64Array(), current: Float64Array.of(1) } as const;
  expect(missingRates(empty)).toMatchObject({ reference: [], upperThreshold: null, lowerThreshold: null });
  expect(missingRates(empty).current).toMatchObject([{ rate: 0, samplingError: null, alert: false }]);
  expect(outOfRangeRates(empty).current).toMatchObject([{ rate: 1, alert: true }]);
});
