import { expect, test } from 'vitest';
import { readDocument } from './read-document';
import { ROW_NAMES } from './sent-row';

const read = (body: unknown, names = ROW_NAMES) => [...readDocument(body, names)];

test('reads rows and the tables of MLflow to the same', () => {
  const names = { ...ROW_NAMES, prediction: 'y_hat', label: 'target' };
  const record = { id: 1, age: 40, 'context.entity': 'p', y_hat: 'no', target: 'yes', 'score.no': 0.9 };
  const wanted = {
    id: 1,
    inputs: { age: 40 },
    context: { entity: 'p' },
    prediction: 'no',
    label: 'yes',
    scores: { no: 0.9 },
  };
  const split = { columns: Object.keys(record), data: [Object.values(record)] };
  for (const body of [[record], { rows: [record] }, { dataframe_records: [record] }, { dataframe_split: split }])
    expect(read(body, names)[0]?.rows).toMatchObject([wanted]);
  expect(read({ rows: [{ inputs: { id: 7 }, 'inputs.time': 8, context: { a: 1 } }] })[0]?.rows[0]).toMatchObject({
    inputs: { id: 7, time: 8 },
    context: { a: 1 },
  });
});

test('names that objects have of their own are names like any other', () => {
  const [call] = read(JSON.parse('[{"__proto__": 1, "constructor": 2}]'));
  expect(Object.entries(call?.rows[0]?.inputs ?? {})).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ]);
});

test('says what of a document does not fit', () => {
  expect(() => read({ hello: 1 })).toThrow('an object with one of rows, dataframe_split, dataframe_records');
  expect(() => read({ rows: [], dataframe_records: [] })).toThrow('an object with one of');
  expect(() => read({ rows: {} })).toThrow('The body, rows: it must be a list of objects');
  expect(() => read([1])).toThrow('rows.0: a row is an object');
  expect(() => read([{ context: 1 }])).toThrow('rows.0, context: it must be an object');
  expect(() => read({ dataframe_split: { columns: ['a', 'a'], data: [] } })).toThrow(
    'dataframe_split.columns, a: this name stands twice',
  );
  expect(() => read({ dataframe_split: { columns: ['a'], data: [[1, 2]] } })).toThrow(
    'dataframe_split.data.0: a row is a list of 1 values',
  );
  expect(() => read({ dataframe_split: { columns: 'a', data: [] } })).toThrow('it needs "columns" and "data"');
});
