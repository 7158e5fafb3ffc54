import { expect, test } from 'vitest';
import type { Lineage, LineageDataset, LineageVersion } from '@/lib/domain/lineage/schema';
import { connected, prepareLineage } from './prepare-lineage';

const at = '2026-11-29T00:00:00.000Z';
const version = (number: number, more: Partial<LineageVersion> = {}): LineageVersion => ({
  ...{ number, isChampion: false, createdBy: 'Ada', createdAt: at, run: null, dataset: null, periods: [], rows: 0 },
  ...{ shadowRows: 0, firstCallAt: null, lastCallAt: null, feedback: { right: 0, wrong: 0 }, labelled: 0, ...more },
});
const dataset = (id: string, collected: LineageDataset['collected'] = null): LineageDataset => ({
  ...{ id, number: 1, name: id, rows: 10, cutOff: null, createdAt: at, collected },
});
const lineage: Lineage = {
  at,
  versions: [
    version(3, { run: 2, dataset: { id: 'log', number: 1 } }),
    version(2, {
      ...{ run: 1, dataset: { id: 'flowers', number: 1 }, rows: 5, labelled: 2 },
      periods: [{ role: 'champion', from: at, to: null }],
    }),
    version(1),
  ],
  versionsInAll: 3,
  runs: [
    { number: 3, state: 'failed', dataset: { id: 'log', number: 1 }, version: null, createdAt: at },
    { number: 2, state: 'finished', dataset: { id: 'log', number: 1 }, version: 3, createdAt: at },
    { number: 1, state: 'finished', dataset: { id: 'flowers', number: 1 }, version: 2, createdAt: at },
  ],
  datasets: [dataset('log', { versions: [2], reviewedOnly: false }), dataset('flowers')],
  isFeedbackWhole: true,
};
const graph = prepareLineage(lineage);

test('gives each version a row, and what came of it the same', () => {
  expect(graph.nodes.map(({ id, row }) => [id, row])).toEqual([
    ['dataset-log/1', 0],
    ['dataset-flowers/1', 1],
    ['run-2', 0],
    ['run-1', 1],
    ['run-3', 3],
    ['version-3', 0],
    ['version-2', 1],
    ['deployment-2', 1],
    ['predictions-2', 1],
    ['feedback-2', 1],
    ['version-1', 2],
    ['collected-log/1', 1],
  ]);
  expect(graph.rows).toBe(4);
});

test('every line joins two nodes that are there', () => {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  expect(graph.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  expect(graph.edges).toContainEqual({ from: 'feedback-2', to: 'collected-log/1' });
  expect(graph.edges).toContainEqual({ from: 'dataset-log/1', to: 'run-3' });
});

test('walks from a node both ways, and not back into side branches', () => {
  expect([...connected(graph.edges, 'version-2')].sort()).toEqual([
    ...['collected-log/1', 'dataset-flowers/1', 'deployment-2', 'feedback-2', 'predictions-2', 'run-1', 'version-2'],
  ]);
  expect(connected(graph.edges, 'dataset-log/1')).toEqual(new Set(['dataset-log/1', 'run-2', 'run-3', 'version-3']));
});

test('is empty for a model without versions', () => {
  expect(prepareLineage({ ...lineage, versions: [], runs: [], datasets: [] })).toEqual({
    nodes: [],
    edges: [],
    rows: 0,
  });
});
