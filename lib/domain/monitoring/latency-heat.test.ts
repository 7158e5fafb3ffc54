import { expect, test } from 'vitest';
import { addCall, emptyRollup } from '../predictions/rollup';
import { changesOf } from './changes-of';
import { latencyHeat } from './latency-heat';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

const bucket = (minute: number, ...latenciesMs: number[]): [number, ReturnType<typeof emptyRollup>] => {
  const rollup = emptyRollup();
  for (const ms of latenciesMs) addCall(rollup, { rows: 1, latencyUs: ms * 1000 });
  return [START + minute * MINUTE, rollup];
};

test('calls are counted in bands that double, in eight periods at most', () => {
  const of = { fromMs: START, toMs: START + 60 * MINUTE, bucketMs: MINUTE };
  const heat = latencyHeat([bucket(0, 1.5, 3), bucket(4, 3, 20), bucket(59, 0.6)], of);
  expect(heat).toEqual({
    periodMs: 8 * MINUTE,
    bandsMs: [0.5, 1, 2, 4, 8, 16],
    periods: [
      { at: new Date(START).toISOString(), calls: [0, 1, 2, 0, 0, 1] },
      { at: new Date(START + 56 * MINUTE).toISOString(), calls: [1, 0, 0, 0, 0, 0] },
    ],
  });
  expect(latencyHeat([], of)).toEqual({ periodMs: 8 * MINUTE, bandsMs: [], periods: [] });
});

test('a change is the bucket in which another version begins to answer as champion', () => {
  const stored = (minute: number, versionNumber: number, route = 'champion') => {
    const [atMs, rollup] = bucket(minute, 1);
    return { atMs, versionNumber, route, origin: 'api', grain: 'minute' as const, rollup };
  };
  const found = [
    stored(0, 1),
    stored(1, 1),
    stored(1, 2, 'canary'),
    stored(2, 1),
    stored(2, 2),
    stored(4, 2),
    stored(9, 1),
  ];
  expect(changesOf(found, MINUTE)).toEqual([
    { at: new Date(START + 2 * MINUTE).toISOString(), version: 2 },
    { at: new Date(START + 9 * MINUTE).toISOString(), version: 1 },
  ]);
  expect(changesOf(found.slice(0, 2), MINUTE)).toEqual([]);
});
