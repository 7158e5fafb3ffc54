import { expect, test } from 'vitest';
import { chooseToRest } from './warm-budget';

const runner = (version: string, bytes: number, lastUsedMs: number) => ({ version, bytes, lastUsedMs });

test('those that were asked longest ago rest until the others fit', () => {
  const warm = [runner('new', 30, 9), runner('old', 50, 1), runner('middle', 40, 5)];
  expect(chooseToRest(warm, 120)).toEqual([]);
  expect(chooseToRest(warm, 100)).toEqual(['old']);
  expect(chooseToRest(warm, 50)).toEqual(['old', 'middle']);
});

test('the last one asked stays, even where it alone is above the budget', () => {
  expect(chooseToRest([runner('only', 100, 1)], 10)).toEqual([]);
  expect(chooseToRest([], 10)).toEqual([]);
});
