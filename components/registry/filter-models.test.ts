import { expect, test } from 'vitest';
import type { Model } from '@/lib/domain/registry/schema';
import { filterModels, updatedAt } from './filter-models';

const model = (name: string, more: Partial<Model> = {}): Model => ({
  id: name,
  projectId: 'p',
  name,
  summary: '',
  champion: 1,
  championAt: '2026-03-01T00:00:00.000Z',
  staging: null,
  serving: true,
  elsewhere: false,
  deployment: { canary: null, shadow: null, logPercent: 100, runners: null, newVersions: 'champion' },
  personalContext: {},
  upstreamVersion: null,
  versions: [1],
  createdBy: 'Ana',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const models = [
  model('fog', { summary: 'Fog at 06:00', championAt: '2026-05-01T00:00:00.000Z' }),
  model('delay'),
  model('gust', { serving: false, champion: null, championAt: null }),
];
const names = (wanted: Partial<Parameters<typeof filterModels>[1]>) =>
  filterModels(models, { text: '', state: 'all', sort: 'name', ...wanted }).map(({ name }) => name);

test('filters by name, summary and state', () => {
  expect(names({})).toEqual(['delay', 'fog', 'gust']);
  expect(names({ text: ' 06:00' })).toEqual(['fog']);
  expect(names({ text: 'G' })).toEqual(['fog', 'gust']);
  expect(names({ state: 'not-serving' })).toEqual(['gust']);
});

test('sorts both ways', () => {
  expect(names({ sort: '-name' })).toEqual(['gust', 'fog', 'delay']);
  expect(names({ sort: '-updated' })).toEqual(['fog', 'delay', 'gust']);
  expect(updatedAt(model('x', { championAt: null }))).toBe('2026-01-01T00:00:00.000Z');
});
