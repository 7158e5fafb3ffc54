import { expect, test } from 'vitest';
import type { OverlayColumn, OverlayView } from '@/lib/domain/registry/schema';
import {
  applySuggestion,
  countNamed,
  draftFrom,
  findFaults,
  kindsOf,
  namesInMetadata,
  readServerFaults,
  toOverlay,
} from './column-draft';

const column = (index: number | null, name: string, more: Partial<OverlayColumn> = {}): OverlayColumn => ({
  input: 'X',
  index,
  name,
  title: '',
  kind: 'number',
  unit: '',
  min: null,
  max: null,
  categories: [],
  nullable: false,
  default: null,
  personal: 'keep',
  ...more,
});
const plain = [column(0, 'X_0'), column(1, 'X_1')];
const view = (columns: OverlayColumn[] | null, more: Partial<OverlayView> = {}): OverlayView => ({
  saved: columns && {
    versionNumber: 1,
    revision: 1,
    content: { columns, classNames: { 0: 'no' }, outputUnit: '', examples: [{ age: 3, X_1: 4 }] },
    createdBy: 'Ana',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
  plain,
  previousVersion: null,
  changes: [],
  ...more,
});

test('counts what has a name, and keeps plain names when saved', () => {
  const draft = draftFrom(view([column(0, 'age'), column(1, 'X_1')]));
  expect(draft.columns.map(({ name }) => name)).toEqual(['age', '']);
  expect(countNamed(draft.columns)).toBe(1);
  expect(draft.columns.map(({ values }) => values)).toEqual([[3], [4]]);
  expect(toOverlay(draft).columns.map(({ name }) => name)).toEqual(['age', 'X_1']);
});

test('takes the input’s own name as a name', () => {
  const draft = draftFrom(view(null, { plain: [column(null, 'age', { input: 'age' })] }));
  expect(countNamed(draft.columns)).toBe(1);
});

test('keeps a wide input that was named as one list', () => {
  const draft = draftFrom(view([column(null, 'pixels')]));
  expect(draft.columns.map(({ name, index }) => [name, index])).toEqual([['pixels', null]]);
});

test('lays names over the draft and keeps units, and ranges only from a file with rows', () => {
  const draft = draftFrom(view([column(0, 'age', { unit: 'years', min: 1, personal: 'hash' }), column(1, 'bmi')]));
  const overlay = {
    columns: [column(0, 'Age', { kind: 'integer' as const, min: 20, max: 80 }), column(1, 'bmi')],
    classNames: {},
    outputUnit: '',
    examples: [{ Age: 30, bmi: 22 }],
  };
  const header = applySuggestion(draft, { overlay, matchedBy: 'position', leftOut: [], rows: 0 });
  expect(header.columns[0]).toMatchObject({ name: 'Age', kind: 'number', min: 1, unit: 'years' });
  const file = applySuggestion(draft, { overlay, matchedBy: 'position', leftOut: [], rows: 10 });
  expect(file.columns[0]).toMatchObject({ name: 'Age', kind: 'integer', min: 20, unit: 'years', personal: 'hash' });
  expect(file.columns[0]?.values).toEqual([30]);
});

test('example rows follow a renamed column', () => {
  const draft = draftFrom(view([column(0, 'age'), column(1, 'bmi')]));
  const [first, second] = draft.columns;
  if (!first || !second) throw new Error('two columns');
  const renamed = toOverlay({ ...draft, columns: [{ ...first, name: ' years ' }, second] });
  expect(renamed.examples).toEqual([{ years: 3, bmi: null }]);
});

test('finds names that stand twice or are reserved, and ranges that end before they begin', () => {
  const { columns } = draftFrom(
    view([column(0, 'age'), column(1, 'age')], { plain: [...plain, column(2, 'X_2'), column(3, 'X_3')] }),
  );
  const [a, b, c, d] = columns;
  if (!a || !b || !c || !d) throw new Error('four columns');
  expect([...findFaults([a, b, { ...c, name: 'context.day' }, { ...d, min: 2, max: 1 }])]).toEqual([
    [1, 'doubled'],
    [2, 'reserved'],
    [3, 'reversed'],
  ]);
});

test('reads the row of a fault from the server', () => {
  expect([...readServerFaults({ 'columns.7.kind': 'takes text', columns: 'name all' })]).toEqual([
    [7, 'takes text'],
    [-1, 'name all'],
  ]);
});

test('offers the kinds that the datatype can be', () => {
  const input = { name: 'X', datatype: 'BYTES' as const, shape: [-1, 1], nullable: false };
  expect(kindsOf(input, { index: null })).toEqual(['text', 'category', 'boolean']);
  expect(kindsOf({ ...input, datatype: 'FP32', shape: [-1, 1, 8, 8] }, { index: null })).toEqual(['image']);
});

test('finds names in the metadata of a file', () => {
  expect(namesInMetadata([{ key: 'note', value: 'a, b, c' }], 2)).toBeNull();
  expect(namesInMetadata([{ key: 'features', value: "['age', 'bmi']" }], 2)).toEqual({
    key: 'features',
    names: ['age', 'bmi'],
  });
  expect(namesInMetadata([{ key: 'features', value: 'age, bmi' }], 2)?.names).toEqual(['age', 'bmi']);
});
