import { expect, test } from 'vitest';
import { columnSlots, plainColumn } from './column-slots';
import { compareOverlays, findOverlayFaults } from './overlay-rules';
import { Overlay, type Signature } from './schema';

const signature: Signature = {
  inputs: [
    { name: 'X', datatype: 'FP32', shape: [-1, 2], nullable: false },
    { name: 'town', datatype: 'BYTES', shape: [-1, 1], nullable: false },
  ],
  outputs: [],
  reading: { task: 'classification', label: 'y', probabilities: null, classes: ['0', '1'] },
  rowByRow: false,
};
const plain = columnSlots(signature).map((slot) => plainColumn(slot));
const overlay = (columns: object[], more: object = {}) => Overlay.parse({ columns, ...more });
const reasons = (columns: object[], more: object = {}) =>
  findOverlayFaults(overlay(columns, more), signature).map(({ reason }) => reason);

test('names the places of a row', () => {
  expect(plain.map(({ name, index, kind }) => [name, index, kind])).toEqual([
    ['X_0', 0, 'number'],
    ['X_1', 1, 'number'],
    ['town', null, 'text'],
  ]);
});

test('takes inputs that are named wholly or not at all', () => {
  expect(reasons(plain)).toEqual([]);
  expect(reasons(plain.slice(2))).toEqual([]);
  expect(reasons([{ ...plain[0], index: null, name: 'whole' }])).toEqual([]);
  expect(reasons(plain.slice(0, 1))).toEqual([
    'The input "X" has 2 values a row, and 1 of them have a name. Name all of them.',
  ]);
});

test('refuses unknown inputs, positions outside, wrong kinds and unknown classes', () => {
  expect(reasons([{ ...plain[0], input: 'Z' }])).toEqual(['The model has no input "Z".']);
  expect(reasons([{ ...plain[0], index: 2 }])[0]).toMatch(/position 2 is outside/);
  expect(reasons([{ ...plain[0], kind: 'text' }])[0]).toMatch(/takes FP32, not text/);
  expect(reasons([{ ...plain[2], kind: 'number' }])[0]).toMatch(/takes text, not a number/);
  expect(reasons([{ ...plain[0], nullable: true }])[0]).toMatch(/no finite answer without a value/);
  expect(reasons(plain, { classNames: { 2: 'two' } })).toEqual(['The model has no class "2".']);
});

test('tells what was added, removed and changed, place by place', () => {
  const after = overlay([{ ...plain[0], name: 'age', unit: 'years' }, plain[1] ?? {}]);
  expect(compareOverlays(overlay(plain), after)).toEqual([
    { place: 'X[0]', change: 'changed', name: 'age', fields: ['name', 'unit'] },
    { place: 'town[]', change: 'removed', name: 'town', fields: [] },
  ]);
  expect(compareOverlays(null, overlay([plain[2] ?? {}]))).toEqual([
    { place: 'town[]', change: 'added', name: 'town', fields: [] },
  ]);
});
