import { expect, test } from 'vitest';
import { answerOf, requestRows, responseRows } from './payload-rows';

const shape = { columns: ['age', 'sex'], classes: ['no', 'yes'] };
const rows = [
  { age: 40, sex: 'a' },
  { age: 50, sex: 'b' },
];

test('finds the same rows in the requests of all servers', () => {
  const requests = [
    {
      instances: [
        [40, 'a'],
        [50, 'b'],
      ],
    },
    { instances: rows },
    {
      inputs: [
        [40, 'a'],
        [50, 'b'],
      ],
    },
    { inputs: { age: [40, 50], sex: ['a', 'b'] } },
    { dataframe_records: rows },
    {
      dataframe_split: {
        columns: ['sex', 'age'],
        data: [
          ['a', 40],
          ['b', 50],
        ],
      },
    },
    {
      data: {
        names: ['age', 'sex'],
        ndarray: [
          [40, 'a'],
          [50, 'b'],
        ],
      },
    },
    {
      data: {
        ndarray: [
          [40, 'a'],
          [50, 'b'],
        ],
      },
    },
    {
      inputs: [
        { name: 'age', datatype: 'INT64', shape: [2], data: [40, 50] },
        { name: 'sex', datatype: 'BYTES', shape: [2, 1], data: [['a'], ['b']] },
      ],
    },
    { inputs: [{ name: 'x', datatype: 'FP32', shape: [2, 2], data: [40, 'a', 50, 'b'] }] },
    { data: { tensor: { shape: [2, 2], values: [40, 'a', 50, 'b'] } } },
  ];
  for (const request of requests) expect(requestRows(request, shape, 'here')).toEqual(rows);
});

test('finds the same answers in the responses of all servers', () => {
  const two = { scores: [0.75, 0.25] };
  const responses: [unknown, object[]][] = [
    [{ predictions: ['no', 'yes'] }, [{ prediction: 'no' }, { prediction: 'yes' }]],
    [
      {
        predictions: [
          [0.75, 0.25],
          [0.75, 0.25],
        ],
      },
      [two, two],
    ],
    [{ predictions: [0.2, [0.9]] }, [{ score: 0.2 }, { score: 0.9 }]],
    [
      {
        data: {
          ndarray: [
            [0.75, 0.25],
            [0.75, 0.25],
          ],
        },
      },
      [two, two],
    ],
    [
      {
        outputs: [
          { name: 'label', datatype: 'BYTES', shape: [2], data: ['no', 'yes'] },
          { name: 'p', datatype: 'FP32', shape: [2, 2], data: [0.75, 0.25, 0.75, 0.25] },
        ],
      },
      [
        { prediction: 'no', ...two },
        { prediction: 'yes', ...two },
      ],
    ],
  ];
  for (const [response, answers] of responses) expect(responseRows(response, shape, 2, 'here')).toEqual(answers);
});

test('says where a payload does not fit', () => {
  expect(() => requestRows({ instances: [[1, 2, 3]] }, shape, 'Line 4')).toThrow(
    'Line 4, row 0: it has 3 values, and the model takes 2',
  );
  expect(() => requestRows({ text: 'hello' }, shape, 'Line 4')).toThrow('Line 4: no rows are found in the request');
  expect(() => responseRows({ predictions: ['no'] }, shape, 2, 'Line 4')).toThrow(
    'has 1 answers, and the request 2 rows',
  );
  expect(() => requestRows({ inputs: [{ name: 'x', shape: [2, 2], data: [1, 2, 3] }] }, shape, 'Line 4')).toThrow(
    'its values do not fit its shape',
  );
});

test('a number is a score of two classes only where it names none of them', () => {
  expect(answerOf(1, { columns: [], classes: ['0', '1'] })).toEqual({ prediction: 1 });
  expect(answerOf(0.5, { columns: [], classes: ['0', '1'] })).toEqual({ score: 0.5 });
  expect(answerOf(12.5, { columns: [], classes: [] })).toEqual({ prediction: 12.5 });
});
