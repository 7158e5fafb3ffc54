import { expect, test } from 'vitest';
import { prepareCategories } from './prepare-categories';
import { prepareHeat } from './prepare-heat';
import { prepareHistogram } from './prepare-histogram';
import { prepareStack } from './prepare-stack';

test('turns counts into shares over the same edges and repeats the last share at the last edge', () => {
  const prepared = prepareHistogram({ edges: [0, 10, 20], counts: [3, 1] }, { edges: [0, 10, 20], counts: [0, 2] });
  expect(prepared.rows).toEqual([
    { x: 0, reference: 0.75, now: 0 },
    { x: 10, reference: 0.25, now: 1 },
    { x: 20, reference: 0.25, now: 1 },
  ]);
  expect([prepared.referenceN, prepared.nowN, prepared.high]).toEqual([4, 2, 1]);
});

test('refuses histograms with other edges and counts that do not fit', () => {
  expect(() => prepareHistogram({ edges: [0, 1], counts: [1] }, { edges: [0, 2], counts: [1] })).toThrow('same edges');
  expect(() => prepareHistogram({ edges: [0, 1], counts: [1, 2] }, null)).toThrow('one edge more');
});

test('draws an empty side as zero shares and a missing side as null', () => {
  const { bins } = prepareHistogram({ edges: [0, 1], counts: [0] }, null);
  expect(bins[0]).toEqual({ from: 0, to: 1, reference: 0, now: null, referenceCount: 0, nowCount: null });
});

test('keeps the largest categories and adds up the rest', () => {
  const prepared = prepareCategories(
    [
      { name: 'fog', reference: 0.05, now: 0 },
      { name: 'sun', reference: 0.44, now: 0.77 },
      { name: 'rain', reference: 0.45, now: 0.22 },
      { name: 'snow', reference: 0.06, now: 0.01 },
    ],
    { top: 3, otherLabel: 'other' },
  );
  expect(prepared.rows.map(({ name }) => name)).toEqual(['sun', 'rain', 'other']);
  expect(prepared.rows[2]?.reference).toBeCloseTo(0.11, 12);
  expect([prepared.shown, prepared.total]).toEqual([2, 4]);
});

test('stacks the six largest classes, keeps their slots and scales to shares', () => {
  const input = Array.from({ length: 8 }, (_, index) => ({
    key: `c${index}`,
    label: `c${index}`,
    slot: index + 1,
    points: [
      { t: 1, value: index + 1 },
      { t: 0, value: 1 },
    ],
  }));
  const prepared = prepareStack(input, { share: true, otherLabel: 'other' });
  expect(prepared.layers.map(({ key }) => key)).toEqual(['c7', 'c6', 'c5', 'c4', 'c3', 'c2', '__other']);
  expect(prepared.layers[0]?.slot).toBe(8);
  expect(prepared.rows.map(({ t }) => t)).toEqual([0, 1]);
  expect(prepared.rows[1]?.values.__other).toBeCloseTo(3 / 36, 12);
  expect(prepared.rows[1]?.total).toBe(36);
});

test('scales heat to the largest cell and leaves unknown cells out', () => {
  expect(
    prepareHeat([
      [0, 2],
      [null, -4],
    ]),
  ).toEqual([
    [
      { value: 0, strength: 0 },
      { value: 2, strength: 0.5 },
    ],
    [
      { value: null, strength: 0 },
      { value: -4, strength: 1 },
    ],
  ]);
});
