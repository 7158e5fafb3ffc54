import { expect, test } from 'vitest';
import { nannymlReconstruction } from './nannyml-reconstruction';

const chunking = { size: 4 } as const;
const numbers = (reference: readonly number[], current: readonly number[]) =>
  ({ kind: 'number', reference: Float64Array.from(reference), current: Float64Array.from(current) }) as const;
const steps = [1, 2, 3, 4, 5, 6, 7, 8];

test('finds that two columns no longer move together', () => {
  const doubled = steps.map((value) => 2 * value);
  const together = nannymlReconstruction([numbers(steps, steps), numbers(doubled, doubled)], { chunking });
  expect(together.components).toBe(1);
  expect(together.current.map(({ error }) => Math.round(error * 1e9))).toEqual([0, 0]);
  const apart = nannymlReconstruction([numbers(steps, steps), numbers(doubled, [...doubled].reverse())], { chunking });
  expect(apart.current.every(({ alert }) => alert)).toBe(true);
});

test('takes categories by their share and fills what is missing', () => {
  const category = { kind: 'category', reference: ['a', 'a', null, 'b'], current: ['a', null, 'new'] } as const;
  const { current, undefinedBecause } = nannymlReconstruction(
    [category, numbers([1, 2, Number.NaN, 4], [1, Number.NaN, 3])],
    { chunking },
  );
  expect(undefinedBecause).toBeNull();
  expect(current).toHaveLength(1);
  expect(current[0]?.error).toBeGreaterThan(0);
});

test('says why it has no answer', () => {
  const reason = (reference: number[], current: number[]) =>
    nannymlReconstruction([numbers(reference, current)]).undefinedBecause;
  expect(reason([], [1])).toBe('reference-empty');
  expect(reason([1, 2], [])).toBe('current-empty');
  expect(reason([1, 1], [2])).toBe('constant');
  expect(reason([1, Number.POSITIVE_INFINITY], [2])).toBe('infinite-values');
  expect(reason([Number.NaN], [2])).toBe('reference-empty');
  expect(nannymlReconstruction([numbers([1, 2], [3])], { chunking }).current).toMatchObject([
    { samplingError: null, low: null, high: null },
  ]);
});
