import { expect, test } from 'vitest';
import { readCases, withNames } from '../onnx/fixtures/read-cases';
import { RowFaults, readNamedRows } from './named-rows';
import { readOpenInference } from './open-inference';
import { ProtocolError } from './protocol-error';
import type { ServedSignature } from './signature';

const mixed = readCases('mixed_columns');
const many = mixed.cases.at(-1)?.inputs ?? [];
const rowsOf = (inputs: typeof many) =>
  Array.from({ length: inputs[0]?.shape[0] ?? 0 }, (_, row) =>
    Object.fromEntries(inputs.map((input) => [input.name, input.data[row]])),
  );
const strict: ServedSignature = {
  ...mixed.signature,
  inputs: mixed.signature.inputs.map((input) => ({ ...input, nullable: false })),
  columns: mixed.signature.columns.map((column) => ({ ...column, nullable: false })),
};
const row = { age: 41, sex: 'b', bmi: 32, s5: 5.4, pressure_band: 'raised', glucose_band: 'low' };

const refusal = (rows: unknown[], signature: ServedSignature = mixed.signature) => {
  try {
    readNamedRows(signature, rows);
  } catch (error) {
    if (error instanceof ProtocolError) return `${error.status} ${error.field} ${error.reason}`;
    throw error;
  }
  return 'taken';
};

test('rows of named fields are the tensors of the same case', () => {
  for (const { inputs } of mixed.cases) {
    const wanted = readOpenInference(mixed.signature, { inputs }, null);
    const read = readNamedRows(mixed.signature, rowsOf(inputs));
    expect([read.tensors, read.rows]).toEqual([wanted.tensors, wanted.rows]);
  }
});

test('fields of a nameless tensor are found by their names, in any order', () => {
  const { signature, cases, columns } = readCases('diabetes_ridge');
  const [input] = cases[0]?.inputs ?? [];
  const fields = columns.map((name, i) => [name, input?.data[i]] as const);
  const read = readNamedRows(withNames(signature, columns), [Object.fromEntries(fields.toReversed())]);
  expect(read.tensors).toEqual(readOpenInference(signature, { inputs: cases[0]?.inputs }, null).tensors);
});

test('a wide input without names is one field with a list, flat or nested', () => {
  const { signature, cases } = readCases('digits_conv');
  const wanted = readOpenInference(signature, { inputs: cases[0]?.inputs }, null).tensors;
  const pixels = cases[0]?.inputs[0]?.data ?? [];
  const lines = Array.from({ length: 8 }, (_, i) => pixels.slice(i * 8, i * 8 + 8));
  expect(readNamedRows(signature, [{ image: pixels }]).tensors).toEqual(wanted);
  expect(readNamedRows(signature, [{ image: [lines] }]).tensors).toEqual(wanted);
  expect(readNamedRows(signature, [{ image: pixels }, { image: pixels }]).tensors[0]?.shape).toEqual([2, 1, 8, 8]);
  expect(refusal([{ image: lines }], signature)).toBe('400 image wrong_shape');
  expect(refusal([{ image: pixels.slice(1) }], signature)).toBe('400 image wrong_shape');
  expect(refusal([{ image: pixels }, { image: [lines] }], signature)).toBe('400 image ragged');
});

test('names the rows whose list does not fit', () => {
  const { signature, cases } = readCases('digits_conv');
  const image = cases[0]?.inputs[0]?.data ?? [];
  const rows = [{ image }, { image: image.slice(1) }, { image }, {}, { image: ['dark', ...image.slice(1)] }];
  const read = () => readNamedRows(signature, rows, { textCells: false, maxFaults: 50 });
  expect(read).toThrow(RowFaults);
  expect(read).toThrow(
    expect.objectContaining({ faults: [1, 3, 4].map((at) => expect.objectContaining({ row: at, field: 'image' })) }),
  );
});

test('names the field of a row that does not fit', () => {
  const { age: _, ...without } = row;
  expect(refusal([row])).toBe('taken');
  expect(refusal([without])).toBe('400 age missing_field');
  expect(refusal([{ ...row, weight: 3 }])).toBe('400 weight unknown_field');
  expect(refusal([{ ...row, age: 41.5 }])).toBe('400 age wrong_type');
  expect(refusal([{ ...row, sex: 1 }])).toBe('400 sex wrong_type');
  expect(refusal([{ ...row, bmi: null }])).toBe('taken');
  expect(refusal([{ ...row, bmi: null }], strict)).toBe('400 bmi null_refused');
  expect(refusal([row, 3])).toBe('400 rows bad_content');
  expect(refusal([JSON.parse('{"__proto__":1,"age":1}')])).toBe('400 __proto__ unknown_field');
  expect(refusal([{ constructor: 1, ...row }])).toBe('400 constructor unknown_field');
});

test('a field with a default may be left out, a nullable one is sent as null', () => {
  const [age, ...others] = strict.columns;
  const signature: ServedSignature = {
    ...strict,
    columns: [...(age ? [{ ...age, fallback: 50 }] : []), ...others].map((column) =>
      column.name === 'bmi' ? { ...column, nullable: true } : column,
    ),
  };
  const { age: _, ...without } = row;
  const read = readNamedRows(signature, [{ ...without, bmi: null }, row]);
  expect([...(read.tensors[0]?.data ?? [])]).toEqual([50n, 41n]);
  expect([...(read.tensors[2]?.data ?? [])]).toEqual([Number.NaN, 32]);
});

test('context of a row stays out of the tensors', () => {
  const read = readNamedRows(mixed.signature, [{ ...row, 'context.entity': 'a' }, row]);
  expect(read.context).toEqual([{ entity: 'a' }, {}]);
  expect(read.tensors).toHaveLength(6);
  expect(refusal([{ ...row, 'context.a b': 1 }])).toBe('400 context.a b bad_context');
});

test('cells of a CSV become numbers where nothing is lost', () => {
  const read = readNamedRows(
    mixed.signature,
    [
      { ...row, age: '9007199254740993', bmi: '3.5e1', s5: '-.5' },
      { ...row, age: '41.0', bmi: '32' },
    ],
    { textCells: true, maxFaults: 1 },
  );
  expect([...(read.tensors[0]?.data ?? [])]).toEqual([9007199254740993n, 41n]);
  expect([...(read.tensors[2]?.data ?? [])]).toEqual([35, 32]);
  expect([...(read.tensors[3]?.data ?? [])]).toEqual([-0.5, Math.fround(5.4)]);
  for (const bmi of ['12px', '0x10', '1,5', ' 1'])
    expect(() => readNamedRows(mixed.signature, [{ ...row, bmi }], { textCells: true, maxFaults: 1 })).toThrow('bmi');
});

test('collects the faults of all rows where it is asked to', () => {
  try {
    readNamedRows(mixed.signature, [row, { ...row, age: 'x', bmi: 'y' }, { ...row, weight: 1 }], {
      textCells: false,
      maxFaults: 10,
    });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(RowFaults);
    expect((error as RowFaults).faults.map(({ row, field }) => [row, field])).toEqual([
      [2, 'weight'],
      [1, 'age'],
      [1, 'bmi'],
    ]);
  }
});

test('no rows are tensors of no rows', () => {
  const read = readNamedRows(mixed.signature, []);
  expect([read.rows, read.tensors[0]?.shape, read.context]).toEqual([0, [0, 1], null]);
});
