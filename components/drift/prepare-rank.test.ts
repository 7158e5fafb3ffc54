import { expect, test } from 'vitest';
import type { DriftFeature, DriftImportance } from '@/lib/domain/drift/schema';
import { firstByRank, importanceOf, orderFeatures, rankOf } from './prepare-rank';

const feature = (name: string, jensenShannon: number | null, state: DriftFeature['state'] = 'some'): DriftFeature => ({
  name,
  title: '',
  unit: '',
  psi: null,
  jensenShannon,
  state,
  reference: { rows: 1, nulls: 0 },
  current: { rows: 1, nulls: 0, compared: 1 },
  shape: { kind: 'category', categories: [], reference: [], current: [], referenceOther: 0, currentOther: 0 },
  text: null,
});
const importance = (columns: Record<string, number>): DriftImportance => ({
  version: 1,
  state: 'known',
  imitation: null,
  columns,
});
const names = (features: readonly DriftFeature[]) => features.map(({ name }) => name).join(' ');

test('rank is distance times importance, and unknown where either is', () => {
  const known = importance({ a: 0.5, b: 0 });
  expect(rankOf(known, feature('a', 0.2))).toBe(0.1);
  expect(rankOf(known, feature('b', 0.2))).toBe(0);
  expect(rankOf(known, feature('a', null))).toBeNull();
  expect(rankOf(known, feature('c', 0.2))).toBeNull();
  expect(importanceOf(importance({}), { name: 'toString' })).toBeNull();
});

test('the highest rank comes first, what has none last, and equal ones by distance and name', () => {
  const features = [
    feature('far', 0.9),
    feature('unknown', 0.5),
    feature('b', 0.2),
    feature('a', 0.2),
    feature('near', 0.1),
    feature('nothing', null),
  ];
  const known = importance({ far: 0, a: 0.25, b: 0.25, near: 0.5, nothing: 1 });
  expect(names(orderFeatures(features, known, 'rank'))).toBe('a b near far unknown nothing');
  expect(names(orderFeatures(features, known, 'distance'))).toBe('far unknown a b near nothing');
  expect(names(orderFeatures(features, importance({}), 'rank'))).toBe('far unknown a b near nothing');
});

test('the first to look at has rows enough, a distance and something that rests on it', () => {
  const known = importance({ a: 0.1, b: 0.9 });
  expect(firstByRank([feature('a', 0.3), feature('b', 0.9, 'few-rows')], known)?.name).toBe('a');
  expect(firstByRank([feature('c', 0.3)], known)).toBeNull();
  expect(firstByRank([feature('a', 0)], known)).toBeNull();
});
