import { expect, test } from 'vitest';
import { compareAnswer, findLabelMap, isClose, isRounding, isSameLabel } from './compare-answers';

const here = (label: string | null, value: number | null = null, probabilities: number[] | null = null) => ({
  outcome: label ?? '',
  label,
  value,
  probabilities,
});
const yours = (label: string | null, value: number | null = null, probabilities: (number | null)[] | null = null) => ({
  label,
  value,
  probabilities,
});

test('takes numbers as equal within the relative tolerance', () => {
  expect(isClose(100.0005, 100, 1e-5)).toBe(true);
  expect(isClose(100.01, 100, 1e-5)).toBe(false);
  expect(isClose(0, 1e-9, 1e-5)).toBe(true);
});

test('takes 1 and 1.0 as one label', () => {
  expect(isSameLabel('1', '1.0')).toBe(true);
  expect(isSameLabel('a', 'b')).toBe(false);
});

test('compares only what the file gives', () => {
  expect(compareAnswer(here('a', null, [0.7, 0.3]), yours('a'), 1e-5)).toEqual({ agrees: true, difference: null });
  expect(compareAnswer(here('a', null, [0.7, 0.3]), yours(null, null, [0.7, null]), 1e-5).agrees).toBe(true);
  const off = compareAnswer(here('a', null, [0.7, 0.3]), yours('a', null, [0.5, 0.5]), 1e-5);
  expect(off.agrees).toBe(false);
  expect(off.difference).toBeCloseTo(0.2, 12);
});

test('finds a map of labels only where it is one to one', () => {
  expect(findLabelMap([here('0'), here('1'), here('0')], [yours('no'), yours('yes'), yours('no')])).toEqual({
    no: '0',
    yes: '1',
  });
  expect(findLabelMap([here('0'), here('1')], [yours('no'), yours('no')])).toBeNull();
  expect(findLabelMap([here('0'), here('1')], [yours('0'), yours('1')])).toBeNull();
});

test('tells rounding from a real difference', () => {
  expect(isRounding([here(null, 100.02)], [yours(null, 100)])).toBe(true);
  expect(isRounding([here(null, 101)], [yours(null, 100)])).toBe(false);
});
