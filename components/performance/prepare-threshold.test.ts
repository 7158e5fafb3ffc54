import { expect, test } from 'vitest';
import { answeredCost, cheapest, thresholdCosts } from './prepare-threshold';

const costs = { falseAlarm: 1, miss: 5 };

test('costs every threshold at the edges of the bins', () => {
  const points = thresholdCosts(
    [
      [0, 0, 1, 0],
      [199, 1, 0, 1],
    ],
    costs,
  );
  expect(points).toHaveLength(201);
  expect(points[0]).toEqual({ threshold: 0, alarms: 1000, falseAlarms: 500, misses: 0, cost: 500 });
  expect(points[1]?.cost).toBe(0);
  expect(points[199]?.cost).toBe(0);
  expect(points[200]).toEqual({ threshold: 1, alarms: 0, falseAlarms: 0, misses: 500, cost: 2500 });
  expect(cheapest(points)?.threshold).toBe(0.5);
  expect(thresholdCosts([], costs)).toEqual([]);
  expect(cheapest([])).toBeNull();
});

test('the cheapest threshold is no dearer than what was answered at 0.5', () => {
  const bins: [number, number, number, number][] = [
    [20, 1, 30, 3.1],
    [80, 6, 20, 10.4],
    [120, 10, 8, 10.8],
    [180, 20, 2, 19.8],
  ];
  const confusion: [number, number, number][] = [
    [0, 0, 50],
    [0, 1, 10],
    [1, 0, 7],
    [1, 1, 30],
  ];
  const points = thresholdCosts(bins, costs);
  const half = points[100];
  expect(answeredCost(confusion, 1, costs)).toBeCloseTo(half?.cost ?? 0, 9);
  expect(cheapest(points)?.cost).toBeLessThanOrEqual(half?.cost ?? 0);
  expect(answeredCost([], 1, costs)).toBeNull();
});
