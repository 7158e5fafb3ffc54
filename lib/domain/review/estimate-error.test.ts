import { expect, test } from 'vitest';
import { estimateError } from './estimate-error';

test('weighs rows by their chance, and draws entities for the interval', () => {
  expect(estimateError([])).toBeNull();
  expect(
    estimateError([
      { entity: 'a', chance: 0.5, error: 1 },
      { entity: 'b', chance: 1, error: 0 },
    ]),
  ).toEqual({ value: 2 / 3, low: null, high: null, entities: 2 });
  const rows = Array.from({ length: 100 }, (_, i) => ({
    entity: `${i % 50}`,
    chance: 0.1,
    error: i % 50 < 10 ? 1 : 0,
  }));
  const found = estimateError(rows) ?? expect.fail('there are rows');
  expect(found).toMatchObject({ value: 0.2, entities: 50 });
  // As wide as of 50 rows and not of 100: two standard errors of 0.057.
  expect(found.low).toBeCloseTo(0.2 - 0.11, 1);
  expect(found.high).toBeCloseTo(0.2 + 0.11, 1);
  expect((found.high ?? 0) - (found.low ?? 0)).toBeGreaterThan(0.18);
});

test('nothing varies where all rows are wrong', () => {
  const rows = Array.from({ length: 8 }, (_, i) => ({ entity: `${i}`, chance: 1, error: 1 }));
  expect(estimateError(rows)).toEqual({ value: 1, low: 1, high: 1, entities: 8 });
});
