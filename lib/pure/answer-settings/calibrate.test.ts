import { expect, test } from 'vitest';
import { calibrate, uncalibrate } from './calibrate';
import { fitBins, fitPlatt, fitTemperature, type ScoredRow } from './fit-calibration';

const row = (p: number, truth: number, weight = 1): ScoredRow => ({ scores: [1 - p, p], truth, weight });

test('a temperature of 2 halves the logits, and is taken back', () => {
  // logit 0.8 is ln 4; half of it is ln 2, which is 2 to 1.
  const warm = calibrate([0.2, 0.8], { kind: 'temperature', temperature: 2 });
  expect(warm[1]).toBeCloseTo(2 / 3, 12);
  expect(uncalibrate(warm, { kind: 'temperature', temperature: 2 })?.[1]).toBeCloseTo(0.8, 12);
  const three = calibrate([0.5, 0.3, 0.2], { kind: 'temperature', temperature: 0.5 });
  // Squares over their sum: 0.25, 0.09 and 0.04 of 0.38.
  expect(three.map((p) => Math.round(p * 38))).toEqual([25, 9, 4]);
});

test('Platt moves the logit of the second class, and is taken back', () => {
  const said = calibrate([0.5, 0.5], { kind: 'platt', slope: 3, intercept: Math.log(3) });
  expect(said[1]).toBeCloseTo(0.75, 12);
  expect(uncalibrate(said, { kind: 'platt', slope: 3, intercept: Math.log(3) })?.[1]).toBeCloseTo(0.5, 12);
  expect(calibrate([Number.NaN, 0.5], { kind: 'platt', slope: 3, intercept: 0 })[1]).toBe(0.5);
});

test('bins are straight lines between knots, and cannot be taken back', () => {
  const bins = { kind: 'bins' as const, x: [0.2, 0.6], y: [0.1, 0.5] };
  expect([0, 0.4, 0.9].map((p) => calibrate([1 - p, p], bins)[1])).toEqual([0.1, 0.30000000000000004, 0.5]);
  expect(uncalibrate([0.5, 0.5], bins)).toBeNull();
});

test('Platt finds what made the labels: 8 of 10 true where 0.5 was given, 2 of 10 where 0.2 was', () => {
  const rows = [row(0.5, 1, 800), row(0.5, 0, 200), row(0.2, 1, 200), row(0.2, 0, 800)];
  const found = fitPlatt(rows);
  if (!found) throw new Error('nothing was found');
  // Two groups and two numbers: both shares are met but for Platt's smoothing.
  expect(calibrate([0.5, 0.5], found)[1]).toBeCloseTo(0.8, 2);
  expect(calibrate([0.8, 0.2], found)[1]).toBeCloseTo(0.2, 2);
  expect(fitPlatt([row(0.5, 1)])).toBeNull();
});

test('rows that are right as often as they say have a temperature of 1; ones that boast a higher one', () => {
  const honest = [row(0.8, 1, 80), row(0.8, 0, 20), row(0.3, 1, 30), row(0.3, 0, 70)];
  expect(fitTemperature(honest)?.temperature).toBeCloseTo(1, 3);
  // 0.8 is said where 2 of 3 come true, which is the temperature of the first test.
  expect(fitTemperature([row(0.8, 1, 200), row(0.8, 0, 100)])?.temperature).toBeCloseTo(2, 3);
  expect(fitTemperature([])).toBeNull();
});

test('bins are shares of what came true that never fall', () => {
  const rows = Array.from({ length: 200 }, (_, i) =>
    row((i + 0.5) / 200, i % 4 === 0 && i < 150 ? 0 : i < 100 ? 0 : 1),
  );
  const found = fitBins(rows);
  if (!found) throw new Error('nothing was found');
  expect(found.y.every((y, i) => i === 0 || y >= (found.y[i - 1] ?? 0))).toBe(true);
  expect(calibrate([0.9, 0.1], found)[1]).toBe(0);
  expect(calibrate([0.1, 0.9], found)[1]).toBe(1);
  expect(found.x.length).toBeLessThanOrEqual(40);
  expect(fitBins([row(0.2, 0), row(0.8, 1)])).toEqual({ kind: 'bins', x: [0.2, 0.8], y: [0, 1] });
});
