import { expect, test } from 'vitest';
import type { LoggedAnswer } from '../predictions';
import { estimateError } from './estimate-error';
import { pickRows } from './pick-rows';
import { QueueRules } from './schema';
import { strataOf, stratumColumn } from './stratum';

const PLACES = [
  { name: 'carrier', column: { input: 'carrier', index: null, name: 'carrier' }, at: null, datatype: 'BYTES' },
  { name: 'distance', column: { input: 'distance', index: null, name: 'distance' }, at: null, datatype: 'FP32' },
] as unknown as Parameters<typeof strataOf>[1]['places'];

/** A call of rows of one carrier each, `distance` 0, 1, 2, … */
const call = (id: string, carriers: readonly string[]): LoggedAnswer => ({
  id,
  shadowOf: null,
  modelId: 'm',
  versionNumber: 1,
  route: 'champion',
  isTraffic: true,
  receivedAt: new Date(0),
  rows: carriers.length,
  runUs: 0,
  outcomes: carriers.map(() => 'late'),
  inputs: {
    carrier: { shape: [carriers.length, 1], data: [...carriers] },
    distance: { shape: [carriers.length, 1], data: carriers.map((_, i) => i) },
  },
  outputs: {},
  contexts: carriers.map((carrier) => ({ hub: carrier === 'UA' ? 'EWR' : 'JFK' })),
  settingsNumber: null,
  abstained: [],
  ownDays: [],
});
const by = (column: string, more: { shares?: object; bands?: object[] }) =>
  QueueRules.parse({ random: { share: 0.1, by: { column, ...more } } }).random?.by ?? expect.fail();

test('a row is of the stratum of its input, its context or its band', () => {
  const answer = call('c', ['UA', 'AA', 'UA', 'DL']);
  const names = (column: string, more: { shares?: object; bands?: object[] }) =>
    strataOf(answer, { places: PLACES }, { by: by(column, more), share: 0.1 }).map(({ name, share }) => [name, share]);
  expect(names('carrier', { shares: { UA: 1, AA: 0.5 } })).toEqual([
    ['UA', 1],
    ['AA', 0.5],
    ['UA', 1],
    ['', 0.1],
  ]);
  expect(names('context.hub', { shares: { EWR: 0.4 } }).map(([, share]) => share)).toEqual([0.4, 0.1, 0.4, 0.1]);
  expect(
    names('distance', {
      bands: [
        { upTo: 0, share: 1 },
        { upTo: 2, share: 0.2 },
      ],
    }),
  ).toEqual([
    ['≤ 0', 1],
    ['≤ 2', 0.2],
    ['≤ 2', 0.2],
    ['', 0.1],
  ]);
  expect(names('gone', { shares: { UA: 1 } }).map(([, share]) => share)).toEqual([0.1, 0.1, 0.1, 0.1]);
  const named = QueueRules.parse({ random: { share: 0.1, by: { context: 'hub', shares: { EWR: 1 } } } }).random?.by;
  expect(stratumColumn(named ?? expect.fail())).toBe('context.hub');
  for (const wrong of [
    {},
    { column: 'a', context: 'b' },
    { column: 'a', shares: { x: 1 }, bands: [{ upTo: 1, share: 1 }] },
    { column: 'a', bands: [1, 0].map((upTo) => ({ upTo, share: 1 })) },
  ])
    expect(QueueRules.safeParse({ random: { share: 0.1, by: wrong } }).success).toBe(false);
});

test('the weighted error of a stratified sample is that of all rows, where the plain mean of the sample is not', () => {
  // Of a thousand rows a tenth is UA and wrong in half, and 20 others are wrong: 70 in a thousand.
  const rows = Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 'UA' : i % 3 === 0 ? 'AA' : 'DL'));
  const wrong = rows.map((carrier, i) => (carrier === 'UA' ? i % 20 === 0 : i % 50 === 1));
  const truth = wrong.filter(Boolean).length / rows.length;
  const rules = QueueRules.parse({
    complaints: false,
    random: { share: 0.05, by: { column: 'carrier', shares: { UA: 0.8, AA: 0.2 } } },
  });
  const weighted: number[] = [];
  const plain: number[] = [];
  // Two hundred draws: ids are the seed of what is drawn.
  for (let draw = 0; draw < 200; draw += 1) {
    const answer = call(`draw-${draw}`, rows);
    const version = { reading: { task: 'tensors' }, places: PLACES, reference: null } as unknown as Parameters<
      typeof pickRows
    >[1]['version'];
    const picked = pickRows(rules, { answer, shadow: null, version });
    const drawn = picked.map(({ row, inclusionProbability }) => ({
      entity: 'one',
      chance: inclusionProbability ?? expect.fail('a drawn row has a chance'),
      error: Number(wrong[row]),
    }));
    expect(new Set(picked.map(({ stratum }) => stratum))).toEqual(new Set(['UA', 'AA', null]));
    weighted.push(estimateError(drawn)?.value ?? Number.NaN);
    plain.push(drawn.reduce((sum, { error }) => sum + error, 0) / drawn.length);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(mean(weighted.map((value) => (value - mean(weighted)) ** 2)));
  expect(truth).toBe(0.07);
  // Within four standard errors of the mean of 200 draws; the plain mean is off by several times as much.
  expect(Math.abs(mean(weighted) - truth)).toBeLessThan((4 * sd) / Math.sqrt(200));
  expect(mean(plain)).toBeGreaterThan(3 * truth);
});
