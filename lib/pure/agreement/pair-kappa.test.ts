import { expect, test } from 'vitest';
import { measureAll } from './agreement-sums';
import { bootstrapAgreement } from './bootstrap-agreement';
import { cohenKappa, cohenSums } from './cohen-kappa';
import { asRatings, pick, readAgreement } from './fixtures/read-agreement';
import { kappaMargins } from './kappa-margins';
import { pairKappa } from './pair-kappa';

const golden = readAgreement();
const names = Object.keys(golden.cohen);
const tableOf = (name: string) => {
  const { first, second } = pick(golden.cohen, name);
  return { first, second, ratings: asRatings(first.map((value, unit) => [value, second[unit] ?? null])) };
};

test.each(names)('margins alone give the kappa of the table, and of the same draws the same interval: %s', (name) => {
  const { first, second, ratings } = tableOf(name);
  expect(measureAll(kappaMargins(first, second))).toEqual(cohenKappa(first, second).kappa);
  const [ofTable] = bootstrapAgreement({ sums: cohenSums(first, second), statistics: ({ kappa }) => [kappa] });
  expect(pairKappa(ratings, [0, 1]).interval).toEqual(ofTable);
});

test.each(names)(
  'the interval is near that of statsmodels, holds the kappa, and comes out the same twice: %s',
  (name) => {
    const { ratings } = tableOf(name);
    const { asymptoticInterval } = pick(golden.cohen, name);
    const got = pairKappa(ratings, [0, 1]);
    expect(pairKappa(ratings, [0, 1])).toEqual(got);
    // As in bootstrap-agreement.test.ts: the formula is for many units.
    const tolerance = 0.4 / Math.sqrt(got.n);
    expect(Math.abs((got.interval.low ?? 0) - asymptoticInterval[0])).toBeLessThan(tolerance);
    expect(Math.abs((got.interval.high ?? 0) - asymptoticInterval[1])).toBeLessThan(tolerance);
    expect(got.interval.low).toBeLessThanOrEqual(got.kappa.value ?? Number.NaN);
    expect(got.interval.high).toBeGreaterThanOrEqual(got.kappa.value ?? Number.NaN);
  },
);

test('the example of the doc comment holds: kappa 0.4 with 0.1270 to 0.6400', () => {
  const times = (n: number, pair: [string, string]) => Array.from({ length: n }, () => pair);
  const { n, kappa, interval } = pairKappa(
    asRatings([
      ...times(20, ['yes', 'yes']),
      ...times(5, ['yes', 'no']),
      ...times(10, ['no', 'yes']),
      ...times(15, ['no', 'no']),
    ]),
    [0, 1],
  );
  expect([n, kappa.value, interval.low?.toFixed(4), interval.high?.toFixed(4)]).toEqual([50, 0.4, '0.1270', '0.6400']);
});

test('what others rated moves nothing, and whole blocks are drawn', () => {
  const { first, second, ratings } = tableOf('Cohen 1960');
  const alone = pairKappa(ratings, [0, 1]);
  const crowd = first.flatMap((value, unit) => [
    [null, value, 'x', second[unit] ?? null],
    [null, value, 'x', null],
  ]);
  const raters = ['nobody', 'first', 'third', 'second'];
  expect(pairKappa({ raters, values: crowd }, [1, 3])).toEqual(alone);
  const twice = ratings.values.flatMap((row) => [row, row]);
  const inBlocks = pairKappa(
    { ...ratings, values: twice },
    [0, 1],
    twice.map((_, unit) => `entity ${Math.floor(unit / 2)}`),
  );
  expect(inBlocks.interval.blocks).toBe(first.length);
  expect(inBlocks.interval.low).toBeCloseTo(alone.interval.low ?? Number.NaN, 12);
  expect(inBlocks.interval.high).toBeCloseTo(alone.interval.high ?? Number.NaN, 12);
});

test('a pair without shared units, of one class or of one block has a reason and no interval', () => {
  const without = { low: null, high: null };
  expect(pairKappa(asRatings([['a', null]]), [0, 1])).toMatchObject({
    n: 0,
    kappa: { value: null, reason: 'no-shared-unit' },
    interval: { ...without, reason: 'one-block', blocks: 0 },
  });
  const same = asRatings([
    ['a', 'a'],
    ['a', 'a'],
  ]);
  expect(pairKappa(same, [0, 1])).toMatchObject({
    n: 2,
    kappa: { value: null, reason: 'one-class' },
    interval: { ...without, reason: 'never-defined', leftOut: 1_000 },
  });
  const differ = asRatings([
    ['a', 'a'],
    ['a', 'b'],
  ]);
  expect(pairKappa(differ, [0, 1], ['entity', 'entity'])).toMatchObject({
    kappa: { value: 0, reason: null },
    interval: { ...without, reason: 'one-block', blocks: 1 },
  });
});
