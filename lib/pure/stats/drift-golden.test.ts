import { expect, test } from 'vitest';
import { type GoldenRecipe, type GoldenValue, goldenColumn, goldenNumbers, readGolden } from './fixtures/golden-data';
import { equalWidthEdges, histogramCounts } from './histogram-edges';
import { jensenShannonDistance } from './jensen-shannon';
import { lInfinityDistance } from './l-infinity';
import { populationStabilityIndex } from './psi';

/** Numbers of Evidently 0.7.23 and NannyML 0.13.1; the files say how they were made. */
interface Score {
  score?: number | string;
  value?: Distance;
  error?: string;
}
type Distance = number | 'NaN';
interface Chunks {
  ref_values?: Distance[];
  values?: Distance[];
}
interface Case {
  type: 'num' | 'cat';
  ref: GoldenRecipe;
  cur: GoldenRecipe;
  tests?: Record<string, Score>;
  methods?: Record<string, { whole_current_as_one_chunk?: Score; chunk_size_100?: Chunks }>;
}

const cases = (name: 'drift-evidently' | 'drift-nannyml'): [string, Case][] =>
  Object.entries((readGolden(name) as { cases: Record<string, Case> }).cases);

const isClose = (got: number, expected: number): boolean =>
  Math.abs(got - expected) <= 1e-12 + 1e-9 * Math.abs(expected);

const present = (values: readonly GoldenValue[]): (number | string)[] =>
  values.filter(
    (value): value is number | string => value !== null && !(typeof value === 'number' && !Number.isFinite(value)),
  );

function countBy(keys: readonly (number | string)[], values: readonly (number | string)[]): number[] {
  const counts = new Map<number | string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return keys.map((key) => counts.get(key) ?? 0);
}

/** Evidently's bins: Sturges over both sides above 20 distinct reference values, else each value its own. */
function evidentlyCounts(one: Case): [number[], number[]] {
  const [ref, cur] = [present(goldenColumn(one.ref)), present(goldenColumn(one.cur))];
  if (one.type === 'num' && new Set(ref).size > 20) {
    const [r, c] = [goldenNumbers(one.ref), goldenNumbers(one.cur)];
    const edges = equalWidthEdges([...r, ...c], 'sturges');
    return [histogramCounts(r, edges), histogramCounts(c, edges)];
  }
  const keys = [...new Set([...ref, ...cur])];
  return [countBy(keys, ref), countBy(keys, cur)];
}

const scored = (method: string): [string, Case, number][] =>
  cases('drift-evidently').flatMap(([name, one]) => {
    const score = one.tests?.[method]?.score;
    return typeof score === 'number' ? [[name, one, score]] : [];
  });

test.each(scored('jensenshannon'))('gives the Jensen-Shannon distance of Evidently: %s', (_, one, score) => {
  const [ref, cur] = evidentlyCounts(one);
  // The root turns a rounding of 1e-16 into 1e-8 where the true distance is 0.
  const got = jensenShannonDistance(ref, cur, 'e');
  expect(isClose(got, score) || Math.max(got, score) < 2e-8, `${got} is not ${score}`).toBe(true);
});

test.each(scored('psi'))('gives the PSI of Evidently: %s', (_, one, score) => {
  const [ref, cur] = evidentlyCounts(one);
  const got = populationStabilityIndex(ref, cur, 'evidently');
  expect(isClose(got, score), `${got} is not ${score}`).toBe(true);
});

/** NannyML's bins: reference Doane edges or categories, and one bin more for all that lies outside. */
function nannyCounts(
  one: Case,
  ref: readonly (number | string)[],
  cur: readonly (number | string)[],
): [number[], number[]] {
  if (one.type === 'num') {
    const numbers = (values: readonly (number | string)[]) =>
      values.filter((value): value is number => typeof value === 'number');
    const edges = equalWidthEdges(numbers(ref), 'doane');
    const merge = ([below = 0, ...rest]: number[]): number[] => [...rest.slice(0, -1), below + (rest.at(-1) ?? 0)];
    return [merge(histogramCounts(numbers(ref), edges)), merge(histogramCounts(numbers(cur), edges))];
  }
  const keys = [...new Set(ref)];
  const [r, c] = [countBy(keys, ref), countBy(keys, cur)];
  return [
    [...r, 0],
    [...c, cur.length - c.reduce((sum, count) => sum + count, 0)],
  ];
}

const nanny = (method: string): [string, Case, { whole_current_as_one_chunk?: Score; chunk_size_100?: Chunks }][] =>
  cases('drift-nannyml').flatMap(([name, one]) => {
    const found = one.methods?.[method];
    const hasInfinity = [one.ref, one.cur].some((side) =>
      goldenColumn(side).some((value) => Math.abs(Number(value)) === Number.POSITIVE_INFINITY),
    );
    return found?.whole_current_as_one_chunk?.value === undefined || hasInfinity ? [] : [[name, one, found]];
  });

/** Chunks are cut before nulls are dropped. */
const chunksOf = (values: readonly GoldenValue[]): (number | string)[][] =>
  Array.from({ length: Math.ceil(values.length / 100) }, (_, i) => present(values.slice(i * 100, i * 100 + 100)));

test.each(nanny('jensen_shannon'))('gives the Jensen-Shannon distance of NannyML: %s', (_, one, expected) => {
  const ref = present(goldenColumn(one.ref));
  const distance = (cur: readonly (number | string)[]): number => jensenShannonDistance(...nannyCounts(one, ref, cur));
  const whole = distance(present(goldenColumn(one.cur)));
  const value = expected.whole_current_as_one_chunk?.value;
  if (value === 'NaN') expect(whole).toBeNaN();
  else expect(Math.abs(whole - (value ?? Number.NaN))).toBeLessThan(2e-8);
  const pairs = [
    ...zip(chunksOf(goldenColumn(one.cur)), expected.chunk_size_100?.values),
    ...zip(chunksOf(goldenColumn(one.ref)), expected.chunk_size_100?.ref_values),
  ];
  for (const [chunk, value] of pairs)
    if (value === 'NaN') expect(distance(chunk)).toBeNaN();
    else expect(Math.abs(distance(chunk) - value)).toBeLessThan(2e-8);
});

test.each(nanny('l_infinity'))('gives the L-infinity distance of NannyML: %s', (_, one, expected) => {
  const ref = present(goldenColumn(one.ref));
  const got = lInfinityDistance(...nannyCounts(one, ref, present(goldenColumn(one.cur))));
  const value = Number(expected.whole_current_as_one_chunk?.value);
  // NannyML adds shares before it takes the difference; 1e-12 absolute is its own tolerance.
  expect(isClose(got, value), `${got} is not ${value}`).toBe(true);
});

function zip<Item>(items: readonly Item[], values: readonly Distance[] | undefined): [Item, Distance][] {
  return (values ?? []).flatMap((value, i) => {
    const item = items[i];
    return item === undefined ? [] : [[item, value]];
  });
}
