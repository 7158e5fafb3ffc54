import { expect, test } from 'vitest';
import { partOf } from './split-rows';

test('by time: earlier rows train, the moment itself tests, rows without one are in neither', () => {
  const rule = { by: 'time' as const, at: '2026-02-01T00:00:00Z' };
  const at = (timeMs: number | null) => partOf(rule, { timeMs, entities: [], at: 0 });
  expect([at(Date.UTC(2026, 0, 31)), at(Date.UTC(2026, 1, 1)), at(null)]).toEqual(['train', 'test', null]);
});

test('by group: an entity has one part, near the asked share of entities tests, and a seed chooses others', () => {
  const part = (seed: number, entity: string | null, at = 0) =>
    partOf({ by: 'group', testShare: 0.2, seed }, { timeMs: null, entities: [entity], at });
  const entities = Array.from({ length: 2000 }, (_, i) => `e${i}`);
  const tests = (seed: number) => entities.filter((entity) => part(seed, entity) === 'test');
  // Three standard errors of 2,000 draws.
  expect(Math.abs(tests(1).length / 2000 - 0.2)).toBeLessThan(3 * Math.sqrt((0.2 * 0.8) / 2000));
  expect(tests(1)).not.toEqual(tests(2));
  expect(entities.every((entity, i) => part(1, entity, i) === part(1, entity, i + 1))).toBe(true);
  expect(new Set(entities.map((_, i) => part(1, null, i))).size).toBe(2);
});
