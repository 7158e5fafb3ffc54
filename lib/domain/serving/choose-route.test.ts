import { expect, test } from 'vitest';
import { mulberry32 } from '@/lib/pure/stats/mulberry32';
import { chooseRoute, chooseVersion } from './choose-route';

const canary = (percent: number, splitBy: 'call' | 'entity' = 'call') => ({ version: 2, percent, splitBy });
const call = (more: Partial<Parameters<typeof chooseRoute>[1]> = {}) => ({
  modelId: 'm',
  given: undefined,
  entity: undefined,
  lot: 0.5,
  ...more,
});

test('a canary of 0 % gets nothing and one of 100 % everything', () => {
  for (const lot of [0, 0.5, 0.999_999]) {
    expect(chooseRoute(canary(0), call({ lot }))).toBe('champion');
    expect(chooseRoute(canary(100), call({ lot }))).toBe('canary');
  }
});

test('by lot a canary gets its share', () => {
  const lot = mulberry32(1);
  const routes = Array.from({ length: 20_000 }, () => chooseRoute(canary(10), call({ lot: lot() })));
  // Four standard deviations of a share of 10 % among 20,000 are 0.85 points.
  expect(Math.abs(routes.filter((route) => route === 'canary').length / 20_000 - 0.1)).toBeLessThan(0.0085);
});

test('a route that is sent back holds, and a text that is none does not', () => {
  expect(chooseRoute(canary(0), call({ given: 'canary' }))).toBe('canary');
  expect(chooseRoute(canary(100), call({ given: 'champion' }))).toBe('champion');
  for (const given of ['shadow', '', ['canary', 'champion'], undefined])
    expect(chooseRoute(canary(100), call({ given }))).toBe('canary');
});

test('an entity always goes the same way, and stays with a canary whose share grows', () => {
  const of = (percent: number) =>
    Array.from({ length: 2000 }, (_, i) =>
      chooseRoute(canary(percent, 'entity'), call({ entity: `e${i}`, lot: Math.random() })),
    );
  expect(of(10)).toEqual(of(10));
  const [small, large] = [of(10), of(30)];
  expect(small.every((route, i) => route === 'champion' || large[i] === 'canary')).toBe(true);
  // Four standard deviations of a share of 10 % among 2,000 are 2.7 points.
  expect(Math.abs(small.filter((route) => route === 'canary').length / 2000 - 0.1)).toBeLessThan(0.027);
  const other = Array.from({ length: 2000 }, (_, i) =>
    chooseRoute(canary(10, 'entity'), call({ entity: `e${i}`, modelId: 'other' })),
  );
  expect(other).not.toEqual(small);
});

test('without an entity the lot decides', () => {
  expect(chooseRoute(canary(60, 'entity'), call({ lot: 0.5 }))).toBe('canary');
  expect(chooseRoute(canary(40, 'entity'), call({ lot: 0.5 }))).toBe('champion');
});

const versionOf = (state: 'ready' | 'broken') => ({ pool: { state } });

test('a version that a call names answers as what it is, whatever the lot', () => {
  const [champion, second, old] = [versionOf('ready'), versionOf('ready'), versionOf('ready')];
  const model = { id: 'm', canary: { version: second, of: canary(100) } };
  const call = { given: undefined, entity: () => undefined, lot: 0.5 };
  expect(chooseVersion(model, champion, { ...call, isNamed: false }).version).toBe(second);
  expect(chooseVersion(model, champion, { ...call, isNamed: true })).toEqual({ version: champion, route: 'champion' });
  expect(chooseVersion(model, second, { ...call, isNamed: true }).route).toBe('canary');
  expect(chooseVersion(model, old, { ...call, isNamed: true }).version).toBe(old);
});

test('a canary that keeps crashing gets only the calls that name it', () => {
  const [champion, broken] = [versionOf('ready'), versionOf('broken')];
  const model = { id: 'm', canary: { version: broken, of: canary(100) } };
  const call = { given: 'canary', entity: () => undefined, lot: 0 };
  expect(chooseVersion(model, champion, { ...call, isNamed: false })).toEqual({ version: champion, route: 'champion' });
  expect(chooseVersion(model, broken, { ...call, isNamed: true }).version).toBe(broken);
});
