import { expect, test } from 'vitest';
import { bettingEvidence, moreGainsToDecide } from './betting-evidence';
import { gainOfDay } from './day-gain';
import { gainsOf, type SimulatedPairs, simulatePairs } from './fixtures/simulated-pairs';
import { exactMcNemar } from './mcnemar';
import { mulberry32 } from './mulberry32';

const LEVEL = 0.05;

test('gives the examples of the doc comments', () => {
  expect(bettingEvidence([], LEVEL)).toEqual({ now: 1, most: 1, crossedAt: null });
  expect(bettingEvidence([1], LEVEL).now).toBeCloseTo(1.5, 12);
  const back = bettingEvidence([1, -1], LEVEL);
  expect([back.now, back.most].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([0.675, 1.5]);
  expect(bettingEvidence(new Array(5).fill(1), LEVEL).now).toBeCloseTo(10.2, 2);
  expect(moreGainsToDecide(new Array(5).fill(1), LEVEL)).toBe(2);
  expect(moreGainsToDecide([1, -1, 1, -1], LEVEL)).toBeNull();
  expect(moreGainsToDecide([], LEVEL)).toBeNull();
  expect(gainOfDay({ gained: 2, lost: 1 })).toBeCloseTo(1 / 3, 12);
  expect(gainOfDay({ gained: 0, lost: 0 })).toBe(0);
});

test('stays finite over years of gains', () => {
  const { now, crossedAt } = bettingEvidence(new Array(5000).fill(1), LEVEL);
  expect(Number.isFinite(now)).toBe(true);
  expect(crossedAt).toBeLessThan(8);
  expect(bettingEvidence(new Array(5000).fill(-1), LEVEL).now).toBeLessThan(1e-9);
});

test('of all paths of a fair coin the mean capital is 1, and no more than the level ever reach the bound', () => {
  const tosses = 14;
  let [sum, reached] = [0, 0];
  for (let path = 0; path < 2 ** tosses; path += 1) {
    const gains = Array.from({ length: tosses }, (_, i) => ((path >> i) & 1 ? 1 : -1));
    const { now, crossedAt } = bettingEvidence(gains, LEVEL);
    sum += now;
    if (crossedAt !== null) reached += 1;
  }
  expect(sum / 2 ** tosses).toBeCloseTo(1, 9);
  expect(reached).toBeGreaterThan(0);
  expect(reached / 2 ** tosses).toBeLessThanOrEqual(LEVEL);
});

const RUNS = 300;
const shareOf = (pairs: Omit<SimulatedPairs, 'random'>, isFound: (days: readonly [number, number][]) => boolean) => {
  let found = 0;
  for (let run = 0; run < RUNS; run += 1)
    if (isFound(simulatePairs({ ...pairs, random: mulberry32(run + 1) }))) found += 1;
  return found / RUNS;
};
const isProven = (days: readonly [number, number][]) => bettingEvidence(gainsOf(days), LEVEL).crossedAt !== null;
/** What looking at the exact p every day would do. */
const isEverBelow = (days: readonly [number, number][]) => {
  let [won, lost] = [0, 0];
  return days.some(([gained, missed]) => {
    if (gained > missed) won += 1;
    if (missed > gained) lost += 1;
    return won > lost && exactMcNemar(won, lost) < 2 * LEVEL;
  });
};

test.each([
  ['independent rows', 0],
  ['rows of a day that go the same way', 1],
])('two equal versions are told apart no more often than stated, looked at every day: %s', (_, clustered) => {
  const same = { days: 250, rowsADay: 7, right: [0.8, 0.8], clustered } as const;
  const rate = shareOf(same, isProven);
  expect(rate).toBeGreaterThan(0);
  expect(rate).toBeLessThanOrEqual(LEVEL);
  // A test for one look breaks its 5 % when it is read every day.
  expect(shareOf(same, isEverBelow)).toBeGreaterThan(2 * LEVEL);
});

test('a better version is found', () => {
  const better = { days: 250, rowsADay: 7, right: [0.72, 0.8], clustered: 0 } as const;
  expect(shareOf(better, isProven)).toBeGreaterThan(0.8);
  expect(shareOf({ ...better, right: [0.8, 0.72] }, isProven)).toBeLessThanOrEqual(0.01);
});
