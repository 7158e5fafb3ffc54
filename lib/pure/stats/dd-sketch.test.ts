import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addCountToSketch,
  addToSketch,
  createSketch,
  type DdSketch,
  mergeSketch,
  quantileOfSketch,
  quantilesOfSketch,
  sketchFromText,
  sketchToText,
} from './dd-sketch';
import { mulberry32 } from './mulberry32';

const sketchOf = (values: readonly number[]): DdSketch => {
  const sketch = createSketch();
  for (const value of values) addToSketch(sketch, value);
  return sketch;
};
const latency = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e7, noNaN: true }));

test('finds 95 of 1 to 100 within one percent', () => {
  const sketch = sketchOf(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(Math.abs((quantileOfSketch(sketch, 0.95) ?? 0) - 95)).toBeLessThanOrEqual(0.95);
  expect(quantilesOfSketch(sketch, [0, 1]).map((value) => Math.round(value ?? 0))).toEqual([1, 100]);
});

test('stays within one percent for any numbers and any share', () => {
  const property = fc.property(
    fc.array(latency, { minLength: 1, maxLength: 200 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (values, share) => {
      const exact = [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;
      const got = quantileOfSketch(sketchOf(values), share) ?? Number.NaN;
      expect(Math.abs(got - exact)).toBeLessThanOrEqual(exact * 0.01 * (1 + 1e-9));
    },
  );
  fc.assert(property, { seed: 11, numRuns: 500 });
});

test('merges to the same sketch as adding all to one', () => {
  const property = fc.property(fc.array(latency), fc.array(latency), (a, b) => {
    const merged = sketchOf(a);
    mergeSketch(merged, sketchOf(b));
    expect(merged).toEqual(sketchOf([...a, ...b]));
    expect(sketchFromText(sketchToText(merged))).toEqual(merged);
  });
  fc.assert(property, { seed: 12 });
});

test('is small: a million latencies of five decades take under 600 bins', () => {
  const random = mulberry32(1);
  const sketch = createSketch();
  for (let i = 0; i < 1_000_000; i += 1) addToSketch(sketch, 10 ** (random() * 5 - 1));
  expect(sketch.counts.length).toBeLessThan(600);
  expect(quantileOfSketch(sketch, 0.5)).toBeCloseTo(10 ** 1.5, -1);
});

test('counts many at once, and refuses what is no latency', () => {
  const sketch = createSketch();
  addCountToSketch(sketch, 5, 3);
  addCountToSketch(sketch, 0, 2);
  expect(sketch).toMatchObject({ count: 5, zeros: 2 });
  expect(quantileOfSketch(sketch, 0.25)).toBe(0);
  expect(quantileOfSketch(createSketch(), 0.5)).toBeNull();
  for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => addToSketch(sketch, value)).toThrow(RangeError);
});

test('is written as zeros, first bin, counts, and gaps as negative numbers', () => {
  const sketch = { count: 11, zeros: 2, first: 231, counts: [5, 3, 0, 0, 0, 0, 0, 0, 0, 1] };
  expect(sketchToText(sketch)).toBe('2 231 5 3 -7 1');
  expect(sketchToText(createSketch())).toBe('0');
  expect(sketchFromText('2 231 5 3 -7 1')).toEqual(sketch);
  expect(sketchFromText('0 -3 1')).toEqual({ count: 1, zeros: 0, first: -3, counts: [1] });
});
