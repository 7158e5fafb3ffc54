import { expect, test } from 'vitest';
import type { AgreementSums } from './agreement-sums';
import { bootstrapAgreement } from './bootstrap-agreement';
import { type CohenKappa, cohenSums } from './cohen-kappa';
import { asRatings, pick, readAgreement } from './fixtures/read-agreement';
import { fleissSums } from './fleiss-kappa';
import { alphaSums, krippendorffAlpha } from './krippendorff-alpha';
import { addBlock, packSums } from './pack-sums';

const golden = readAgreement();
const width = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);

/** The interval of Cohen's kappa. */
function kappaInterval(sums: AgreementSums<CohenKappa>, more: { blocks?: string[]; resamples?: number } = {}) {
  const [interval] = bootstrapAgreement({ sums, statistics: ({ kappa }) => [kappa], ...more });
  if (!interval) throw new Error('one measure has one interval');
  return interval;
}

test.each(Object.keys(golden.cohen))('the interval of kappa over units is near that of statsmodels: %s', (name) => {
  const { first, second, asymptoticInterval } = pick(golden.cohen, name);
  const got = kappaInterval(cohenSums(first, second));
  expect(got).toMatchObject({ reason: null, blocks: first.length, resamples: 1_000, leftOut: 0 });
  // Its formula is for many units (Fleiss, Cohen and Everitt 1969): the two draw near as the root of their number.
  const tolerance = 0.4 / Math.sqrt(first.length);
  expect(Math.abs((got.low ?? 0) - asymptoticInterval[0])).toBeLessThan(tolerance);
  expect(Math.abs((got.high ?? 0) - asymptoticInterval[1])).toBeLessThan(tolerance);
});

test('the example of the doc comment holds: kappa 0.4 with 0.1270 to 0.6400', () => {
  const units = [
    ...new Array(20).fill(['yes', 'yes']),
    ...new Array(5).fill(['yes', 'no']),
    ...new Array(10).fill(['no', 'yes']),
    ...new Array(15).fill(['no', 'no']),
  ] as [string, string][];
  const got = kappaInterval(
    cohenSums(
      units.map(([first]) => first),
      units.map(([, second]) => second),
    ),
  );
  expect([got.low?.toFixed(4), got.high?.toFixed(4)]).toEqual(['0.1270', '0.6400']);
});

test.each(['nominal', 'interval'] as const)('the same ratings give the same interval around alpha: %s', (level) => {
  const ratings = asRatings(pick(golden.alpha, 'made, a third missing').values);
  const draw = (confidence: number) =>
    bootstrapAgreement({ sums: alphaSums(ratings, { level }), statistics: ({ alpha }) => [alpha], confidence });
  const [wide] = draw(0.95);
  const [narrow] = draw(0.5);
  expect(draw(0.95)).toEqual([wide]);
  if (!wide || !narrow) throw new Error('one measure has one interval');
  expect(width(narrow)).toBeLessThan(width(wide) / 2);
  const alpha = krippendorffAlpha(ratings, { level }).alpha.value ?? Number.NaN;
  expect(wide.low).toBeLessThan(alpha);
  expect(wide.high).toBeGreaterThan(alpha);
});

test('units that come twice in a block say no more than once, and without blocks they would pretend to', () => {
  const { first, second } = pick(golden.cohen, 'Cohen 1960');
  const twice = <Value>(values: Value[]) => values.flatMap((value) => [value, value]);
  const once = kappaInterval(cohenSums(first, second));
  const doubled = cohenSums(twice(first), twice(second));
  const inBlocks = kappaInterval(doubled, { blocks: twice(first.map((_, unit) => `day ${unit}`)) });
  expect(inBlocks.blocks).toBe(200);
  expect(inBlocks.low).toBeCloseTo(once.low ?? Number.NaN, 12);
  expect(inBlocks.high).toBeCloseTo(once.high ?? Number.NaN, 12);
  expect(width(kappaInterval(doubled))).toBeLessThan(0.8 * width(once));
});

test('resamples without a value are left out and counted', () => {
  const values = [
    ['a', 'a'],
    ['a', 'a'],
    ['a', 'a'],
    ['b', 'b'],
  ];
  const [got] = bootstrapAgreement({
    sums: fleissSums(asRatings(values)),
    statistics: ({ kappa }) => [kappa],
    resamples: 10_000,
  });
  // (3/4)^4 of the resamples have only a, (1/4)^4 only b.
  const share = 0.75 ** 4 + 0.25 ** 4;
  const leftOut = (got?.leftOut ?? 0) / 10_000;
  expect(Math.abs(leftOut - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 10_000));
  expect(got).toMatchObject({ low: 1, high: 1, reason: null });
});

test('equal numbers have no value on an interval scale either, whatever rounding leaves of their variance', () => {
  const ratings = asRatings([0.1, 0.1, 0.1, 0.1, 7.3].map((value) => [value, value, value]));
  const leftOut = (['nominal', 'interval'] as const).map(
    (level) =>
      bootstrapAgreement({ sums: alphaSums(ratings, { level }), statistics: ({ alpha }) => [alpha] })[0]?.leftOut,
  );
  expect(leftOut[0]).toBeGreaterThan(200);
  expect(leftOut[1]).toBe(leftOut[0]);
});

test('each class has an interval of its own, from the draws of all', () => {
  const { first, second, perClass } = pick(golden.cohen, 'made, six classes');
  const sums = cohenSums(first, second);
  const got = bootstrapAgreement({
    sums,
    statistics: ({ classes, kappa }) => [...classes.map((one) => one.kappa), kappa],
  });
  expect(got).toHaveLength(7);
  for (const [at, kappa] of perClass.entries()) {
    expect(got[at]?.low).toBeLessThan(kappa);
    expect(got[at]?.high).toBeGreaterThan(kappa);
  }
  expect(got[6]).toEqual(kappaInterval(sums));
});

test('there is no interval of one block, of none, or of a measure that never has a value', () => {
  const sums = cohenSums(['a', 'b'], ['a', 'a']);
  const without = { low: null, high: null };
  const oneBlock = { ...without, reason: 'one-block', resamples: 0 };
  expect(kappaInterval(sums, { blocks: ['monday', 'monday'] })).toMatchObject({ ...oneBlock, blocks: 1 });
  expect(kappaInterval(cohenSums([], []))).toMatchObject({ ...oneBlock, blocks: 0 });
  const never = kappaInterval(cohenSums(['a', 'a'], ['a', 'a']), { resamples: 50 });
  expect(never).toMatchObject({ ...without, reason: 'never-defined', leftOut: 50 });
  expect(() => kappaInterval(sums, { blocks: ['monday'] })).toThrow('one block per unit');
});

test('sums of a block are kept once and without zeros', () => {
  const packed = packSums(cohenSums(['a', 'a', 'b', null], ['a', 'a', 'a', 'b']), ['x', 'x', 'y', 'z']);
  expect(packed.blocks).toBe(3);
  expect([[...packed.starts], [...packed.places], [...packed.parts]]).toEqual([
    [0, 1, 2, 2],
    [0, 2],
    [2, 1],
  ]);
  const total = Float64Array.of(1, 1, 1, 1);
  for (const [block, times] of [2, 1, 1].entries()) addBlock(packed, block, times, total);
  expect([...total]).toEqual([5, 1, 2, 1]);
});
