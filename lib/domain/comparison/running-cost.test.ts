import { expect, test } from 'vitest';
import { costOfErrors } from './cost-of-errors';
import { computingOf, trafficOf } from './running-cost';
import type { ScoredRow } from './score-rows';

const DAY = 86_400_000;
const FROM = 20_000 * DAY;
const PRICE = { perHour: 0.05, currency: 'EUR' };

test('traffic is told per 30 days at the pace of the calls, and of less than a day for no month', () => {
  const found = trafficOf({ span: [FROM, FROM + 10 * DAY], asked: 5_000 });
  expect(found).toMatchObject({ rows: 5_000, perMonth: 15_000, from: '2024-10-04T00:00:00.000Z' });
  expect(trafficOf({ span: [FROM, FROM + DAY - 1], asked: 5_000 })?.perMonth).toBeNull();
  expect(trafficOf({ span: null, asked: 0 })).toBeNull();
});

test('processor time is told per 1,000 rows, and its price only where there is one', () => {
  const measured = { us: 3_600_000_000, calls: 10_000, rows: 500_000 };
  const traffic = trafficOf({ span: [FROM, FROM + 10 * DAY], asked: 500_000 });
  const priced = computingOf(measured, PRICE, traffic);
  expect(priced).toMatchObject({ calls: 10_000, rows: 500_000, secondsPer1000: 7.2 });
  // 7.2 of 3,600 seconds at 0.05, and 1,500 times that in a month.
  expect(priced?.pricePer1000).toBeCloseTo(0.0001, 12);
  expect(priced?.pricePerMonth).toBeCloseTo(0.15, 12);
  expect(computingOf(measured, null, traffic)).toMatchObject({
    secondsPer1000: 7.2,
    pricePer1000: null,
    pricePerMonth: null,
  });
  expect(computingOf(measured, PRICE, null)).toMatchObject({ pricePerMonth: null });
  expect(computingOf({ us: 0, calls: 0, rows: 0 }, PRICE, traffic)).toBeNull();
});

const row = (day: number, label: string, a: string, b: string, weight = 1): ScoredRow => ({
  dayMs: FROM + day * DAY,
  entity: null,
  label,
  weight,
  a: Number(a === label),
  b: Number(b === label),
  gain: Number(b === label) - Number(a === label),
  answers: { a, b },
});
const PRICES = { alarm: 'late', falseAlarm: 1, miss: 5 };

test('errors cost what a false alarm and a miss cost, and other mistakes nothing', () => {
  const rows = [
    row(0, 'late', 'early', 'late'),
    row(0, 'early', 'late', 'early'),
    row(1, 'early', 'on time', 'late'),
    row(1, 'on time', 'on time', 'on time'),
  ];
  // `a`: a miss and a false alarm; `b`: a false alarm.
  expect(costOfErrors(rows, PRICES, false)).toEqual({
    ...PRICES,
    n: 4,
    days: 2,
    a: 1_500,
    b: 250,
    saved: { value: 1_250, low: null, high: null, by: null },
  });
  expect(costOfErrors([], PRICES, false)).toBeNull();
});

test('rows of a random sample count for those that they stand for, and days are drawn for the interval', () => {
  const rows = Array.from({ length: 20 }, (_, day) => row(day, 'late', day < 5 ? 'late' : 'early', 'late', 2));
  const found = costOfErrors([...rows, row(20, 'early', 'early', 'late', 10)], PRICES, false);
  // 15 misses of weight 2 at 5, and one false alarm of weight 10 at 1, of a weight of 50.
  expect([found?.a, found?.b, found?.saved.value]).toEqual([3_000, 200, 2_800]);
  expect(found?.saved.by).toBe('day');
  expect(found?.saved.low).toBeGreaterThan(0);
  expect(found?.saved.low).toBeLessThan(2_800);
  expect(found?.saved.high).toBeGreaterThan(2_800);
  expect(found?.saved.high).toBeLessThanOrEqual(5_000);
});
