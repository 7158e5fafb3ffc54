import { expect, test } from 'vitest';
import { chooseClass } from './choose-class';
import { proposeMargin } from './propose-margin';
import { proposeThreshold } from './propose-threshold';
import { ratioByDay } from './ratio-by-day';
import { rescore, unscale } from './rescore';

const row = (p: number, truth: number) => ({ scores: [1 - p, p], truth, weight: 1 });

test('the threshold with the least cost, by hand', () => {
  const rows = [row(0.2, 0), row(0.4, 1), row(0.6, 0), row(0.8, 1)];
  // Missing is five times as dear: let 0.6 ring falsely rather than miss 0.4.
  expect(proposeThreshold(rows, { falsePositive: 1, falseNegative: 5 })).toMatchObject({
    threshold: expect.closeTo(0.3),
    cost: 0.25,
  });
  // A false alarm is five times as dear: miss 0.4 rather than ring at 0.6.
  expect(proposeThreshold(rows, { falsePositive: 5, falseNegative: 1 })).toMatchObject({
    threshold: expect.closeTo(0.7),
    cost: 0.25,
  });
  expect(proposeThreshold(rows, { falsePositive: 1, falseNegative: 5 })?.curve).toHaveLength(5);
  expect(proposeThreshold([], { falsePositive: 1, falseNegative: 1 })).toBeNull();
});

test('of honest probabilities the threshold comes near the costs’ own, 1 / (1 + 4) = 0.2', () => {
  // Of each hundredth as many rows are true as it says.
  const rows = Array.from({ length: 99 }, (_, i) => i + 1).flatMap((percent) => [
    { scores: [1 - percent / 100, percent / 100], truth: 1, weight: percent },
    { scores: [1 - percent / 100, percent / 100], truth: 0, weight: 100 - percent },
  ]);
  const found = proposeThreshold(rows, { falsePositive: 1, falseNegative: 4 });
  expect(Math.abs((found?.threshold ?? 0) - 0.2)).toBeLessThanOrEqual(0.011);
});

test('the smallest margin with few enough wrong answers, by hand', () => {
  const rows = [0.1, 0.2, 0.3, 0.4].map((margin, i) => ({ margin, isRight: i % 2 === 1, weight: 1 }));
  expect(proposeMargin(rows, 0.5).best).toEqual({ margin: 0, coverage: 1, errorRate: 0.5 });
  expect(proposeMargin(rows, 1 / 3).best).toMatchObject({ coverage: 0.75, errorRate: 1 / 3 });
  expect(proposeMargin(rows, 0.1).best).toMatchObject({ margin: expect.closeTo(0.35), coverage: 0.25, errorRate: 0 });
  expect(proposeMargin([{ margin: 0.1, isRight: false, weight: 1 }], 0.1).best).toBeNull();
});

test('classes are chosen by threshold or weights, and margins say how nearly', () => {
  const none = { threshold: null, weights: null };
  expect(chooseClass([0.7, 0.3], { threshold: 0.25, weights: null })).toEqual({ at: 1, margin: expect.closeTo(0.05) });
  expect(chooseClass([0.7, 0.3], { threshold: 0.3, weights: null }).at).toBe(1);
  expect(chooseClass([0.5, 0.5], none)).toEqual({ at: 0, margin: 0 });
  expect(chooseClass([0.5, 0.3, 0.2], none)).toEqual({ at: 0, margin: expect.closeTo(0.2) });
  expect(chooseClass([0.5, 0.3, 0.2], { threshold: null, weights: [1, 1, 3] })).toEqual({
    at: 2,
    margin: expect.closeTo(1 / 14),
  });
});

test('a ratio by days and its interval', () => {
  const day = (dayMs: number) => [
    { dayMs, before: [1, 1], after: [1, 1] } as const,
    { dayMs, before: [0, 1], after: [1, 1] } as const,
  ];
  expect(ratioByDay([...day(1), ...day(2)])).toEqual({ before: 0.5, after: 1, difference: 0.5, low: 0.5, high: 0.5 });
  expect(ratioByDay(day(1)).low).toBeNaN();
});

test('answered scores are told by another calibration where the file’s own can be known', () => {
  const warm = { kind: 'temperature' as const, temperature: 2 };
  expect(rescore([1 / 3, 2 / 3], warm, null, (p) => p)?.[1]).toBeCloseTo(0.8, 12);
  const bins = { kind: 'bins' as const, x: [0, 1], y: [0, 1] };
  expect(rescore([0.5, 0.5], bins, null, Math.fround)).toBeNull();
  expect(rescore([0.5, 0.5], bins, { ...bins }, Math.fround)).toEqual([0.5, 0.5]);
  expect(unscale(7, { factor: 2, offset: 1, unit: 'h' })).toBe(3);
});
