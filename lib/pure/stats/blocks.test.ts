import { expect, test } from 'vitest';
import { clusterBootstrapSums } from './cluster-bootstrap-sums';
import { countDistinctOf, HASH_RANGE, sketchDistinct } from './distinct-sketch';
import { mulberry32 } from './mulberry32';
import { normalQuantile } from './normal-quantile';
import { type DrawnInterval, widestInterval } from './widest-interval';

const ROWS_EACH = 20;
const DAYS = 20;
const WORLDS = 120;

/** Rows of entities over days; `entity` and `day` are the deviations of what rows of one have in common, beside 1 of their own. */
function world(random: () => number, of: { entities: number; entity: number; day: number }) {
  const normal = (deviation: number) => deviation * normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
  const ofDay = Array.from({ length: DAYS }, () => normal(of.day));
  const byEntity = Array.from({ length: of.entities }, () => new Float64Array(2));
  const byDay = Array.from({ length: DAYS }, () => new Float64Array(2));
  for (const sums of byEntity) {
    const own = normal(of.entity);
    for (let i = 0; i < ROWS_EACH; i += 1) {
      const day = Math.floor(random() * DAYS);
      const value = own + (ofDay[day] ?? 0) + normal(1);
      for (const block of [sums, byDay[day]]) block?.set([(block[0] ?? 0) + value, (block[1] ?? 0) + 1]);
    }
  }
  return { byEntity, byDay };
}

/** In how many worlds the true mean, 0, lies in the interval of each kind. */
function coverage(of: { entities: number; entity: number; day: number }) {
  const random = mulberry32(20_261_129);
  const mean = (sums: readonly Float64Array[], by: 'day' | 'entity'): DrawnInterval => {
    const [interval] = clusterBootstrapSums({
      sums,
      statistics: ([sum = 0, n = 0]) => [n > 0 ? sum / n : Number.NaN],
      resamples: 400,
    });
    return { low: interval?.low ?? Number.NaN, high: interval?.high ?? Number.NaN, by };
  };
  const held = { day: 0, entity: 0, widest: 0 };
  for (let i = 0; i < WORLDS; i += 1) {
    const { byEntity, byDay } = world(random, of);
    const [entity, day] = [mean(byEntity, 'entity'), mean(byDay, 'day')];
    for (const [kind, { low, high }] of Object.entries({ day, entity, widest: widestInterval([entity, day]) }))
      if (low <= 0 && high >= 0) held[kind as keyof typeof held] += 1;
  }
  return { day: held.day / WORLDS, entity: held.entity / WORLDS, widest: held.widest / WORLDS };
}

test('where rows of an entity share an error, days cover too rarely and entities as often as they say', () => {
  const { day, entity, widest } = coverage({ entities: 60, entity: 1, day: 0 });
  expect(day).toBeLessThan(0.7);
  expect(entity).toBeGreaterThan(0.9);
  expect(widest).toBeGreaterThanOrEqual(entity);
});

test('where rows of a day share an error too, entities alone cover too rarely and the widest does not', () => {
  const { entity, widest } = coverage({ entities: 60, entity: 0.1, day: 1 });
  expect(entity).toBeLessThan(0.7);
  expect(widest).toBeGreaterThan(0.88);
});

test('groups of whole entities are drawn as well as the entities themselves', () => {
  const random = mulberry32(11);
  let held = 0;
  for (let i = 0; i < WORLDS; i += 1) {
    const { byEntity } = world(random, { entities: 400, entity: 1, day: 0 });
    const groups = Array.from({ length: 128 }, () => new Float64Array(2));
    for (const sums of byEntity) {
      const group = groups[Math.floor(random() * groups.length)];
      group?.set([(group[0] ?? 0) + (sums[0] ?? 0), (group[1] ?? 0) + (sums[1] ?? 0)]);
    }
    const [interval] = clusterBootstrapSums({
      sums: groups.filter(([, n = 0]) => n > 0),
      statistics: ([sum = 0, n = 0]) => [sum / n],
      resamples: 400,
    });
    if (interval && interval.low <= 0 && interval.high >= 0) held += 1;
  }
  expect(held / WORLDS).toBeGreaterThan(0.9);
});

test('the widest interval is taken, and none where the kind that was asked for has too few blocks', () => {
  const entity: DrawnInterval = { low: 0.45, high: 0.55, by: 'entity' };
  const day: DrawnInterval = { low: 0.4, high: 0.6, by: 'day' };
  expect(widestInterval([entity, day])).toBe(day);
  expect(widestInterval([day, entity])).toBe(day);
  expect(widestInterval([entity, null])).toBe(entity);
  expect(widestInterval([null, day])).toEqual({ low: Number.NaN, high: Number.NaN, by: null });
  expect(widestInterval([{ low: Number.NaN, high: Number.NaN, by: 'entity' }, day])).toBe(day);
});

test('different values are counted exactly up to 512, then nearly, and sketches add up', () => {
  const random = mulberry32(5);
  const hashes = Array.from({ length: 20_000 }, () => Math.floor(random() * HASH_RANGE));
  expect(countDistinctOf(sketchDistinct([...hashes.slice(0, 512), ...hashes.slice(0, 512)]))).toBe(512);
  const parts = [hashes.slice(0, 12_000), hashes.slice(8_000)].map(sketchDistinct);
  const all = sketchDistinct(parts.flat());
  expect(all).toEqual(sketchDistinct(hashes));
  expect(Math.abs(countDistinctOf(all) / 20_000 - 1)).toBeLessThan(0.1);
});
