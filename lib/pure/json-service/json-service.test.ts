import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitCall } from './fit-call';
import { joinClasses, joinLearnt, type Learnt, learn } from './learnt';
import { decisiveField, learntSignature } from './learnt-signature';
import { readAnswer } from './read-answer';
import { type ReadRows, readRows } from './read-rows';
import { findShapeLoss, renderAnswer } from './render-answer';

const NOTHING_SAID = { field: null, task: null };

function rowsOf(body: unknown): ReadRows {
  const read = readRows(body);
  if (typeof read === 'string') throw new Error(read);
  return read;
}
const cells = (body: unknown) => rowsOf(body).rows.map((row) => Object.fromEntries(row));

function call(body: unknown, answer: unknown) {
  const request = rowsOf(body);
  const read = readAnswer(answer, request.rows.length, request.asked);
  if (!read) throw new Error('the answer was not read');
  return { request, answer: read };
}
const learntOf = (...calls: [unknown, unknown][]): Learnt => {
  const all = calls.map(([body, answer]) => {
    const read = call(body, answer);
    return learn(read.request, read.answer);
  });
  const joined = all.reduce<Learnt | null>((sum, next) => joinLearnt(sum, next), null);
  if (!joined) throw new Error('no calls');
  return joined;
};

describe('rows of a body', () => {
  const flower = { width: 1.5, colour: 'red' };
  test.each<[string, unknown, Record<string, unknown>[]]>([
    ['an object', flower, [flower]],
    ['an object within', { flower: { width: 1, petal: { length: 2 } } }, [{ width: 1, 'petal.length': 2 }]],
    ['a list of objects', [flower, flower], [flower, flower]],
    ['rows', { rows: [flower] }, [flower]],
    ['instances beside others', { signature_name: 'x', instances: [flower] }, [flower]],
    ['a member of another name', { flowers: [flower] }, [flower]],
    [
      'lists of values',
      {
        instances: [
          [1, 2],
          [3, 4],
        ],
      },
      [
        { x_0: 1, x_1: 2 },
        { x_0: 3, x_1: 4 },
      ],
    ],
    ['one list of values', { features: [1, 'a'] }, [{ x_0: 1, x_1: 'a' }]],
    ['a bare list', [1, 2], [{ x_0: 1, x_1: 2 }]],
    ['a data frame', { dataframe_split: { columns: ['a', 'b'], data: [[1, 'x']] } }, [{ a: 1, b: 'x' }]],
    ['a bare data frame', { columns: ['a'], index: [0], data: [[1]] }, [{ a: 1 }]],
    [
      'one list per column',
      { inputs: { a: [1, 2], b: ['x', null] } },
      [
        { a: 1, b: 'x' },
        { a: 2, b: null },
      ],
    ],
    [
      'tensors',
      {
        id: 'a',
        inputs: [
          {
            name: 'x',
            shape: [2, 2],
            datatype: 'FP32',
            data: [
              [1, 2],
              [3, 4],
            ],
          },
          { name: 'city', shape: [2, 1], datatype: 'BYTES', data: ['Porto', 'Faro'] },
          { name: 'vip', shape: [2], datatype: 'BOOL', data: [true, false] },
        ],
      },
      [
        { x_0: 1, x_1: 2, city: 'Porto', vip: true },
        { x_0: 3, x_1: 4, city: 'Faro', vip: false },
      ],
    ],
    ['a list in a row', { id: 7, sizes: [1, 2] }, [{ id: 7, 'sizes.0': 1, 'sizes.1': 2 }]],
  ])('%s', (_, body, wanted) => {
    expect(cells(body)).toEqual(wanted);
  });

  test('says why a body is no rows', () => {
    expect(readRows('text')).toBe('not_rows');
    expect(readRows({})).toBe('not_rows');
    expect(readRows([])).toBe('no_rows');
    expect(readRows({ instances: [] })).toBe('no_rows');
    expect(readRows([1, { a: 2 }])).toBe('not_rows');
    expect(readRows({ rows: new Array(10_001).fill({ a: 1 }) })).toBe('too_many_rows');
    expect(readRows(new Array(1001).fill(1))).toBe('too_wide');
    expect(readRows({ a: { b: { c: { d: { e: 1 } } } }, x: 1 })).toBe('too_wide');
  });

  test('leaves out names that no column can have', () => {
    expect(cells(JSON.parse('{"__proto__":1,"context.entity":"x","a":2,"":3}'))).toEqual([{ a: 2 }]);
  });

  test('reads or refuses any JSON without failing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (body, answer) => {
        const read = readRows(body);
        if (typeof read === 'string') return;
        const answers = readAnswer(answer, read.rows.length, read.asked);
        if (!answers) return;
        expect(answers.rows).toHaveLength(read.rows.length);
        const learnt = learn(read, answers);
        const fitted = fitCall(learntSignature(learnt, NOTHING_SAID), read.rows, answers);
        for (const tensor of [...fitted.inputs, ...fitted.outputs]) expect(tensor.shape[0]).toBe(read.rows.length);
      }),
    );
  });
});

describe('answers', () => {
  test.each<[string, unknown, number, unknown]>([
    ['a number', 0.5, 1, [{ answer: 0.5 }]],
    ['a list', [0.1, 0.2], 2, [{ answer: 0.1 }, { answer: 0.2 }]],
    ['predictions', { predictions: ['a', 'b'] }, 2, [{ answer: 'a' }, { answer: 'b' }]],
    ['predictions beside others', { model: 'm', took: [1, 2], predictions: [3, 4] }, 2, [{ answer: 3 }, { answer: 4 }]],
    ['objects', { results: [{ label: 'a', score: 0.9 }] }, 1, [{ label: 'a', score: 0.9 }]],
    ['one object', { label: 'a', score: 0.9 }, 1, [{ label: 'a', score: 0.9 }]],
    ['one object within', { result: { y: 1 }, took: 3 }, 1, [{ y: 1 }]],
  ])('%s', (_, body, rows, wanted) => {
    const read = readAnswer(body, rows, rows === 1 ? 'one' : 'list');
    expect(read?.rows.map(({ fields }) => Object.fromEntries(fields))).toEqual(wanted);
  });

  test('reads shares of classes, of many rows and of one', () => {
    expect(readAnswer([[0.2, 0.8]], 1, 'list')?.rows).toEqual([{ fields: new Map(), list: [0.2, 0.8] }]);
    expect(readAnswer({ predictions: [0.2, 0.8] }, 1, 'one')?.shape).toMatchObject({ each: 'list', many: false });
  });

  test('gives nothing where no place has an answer for each row', () => {
    expect(readAnswer([1, 2, 3], 2, 'list')).toBeNull();
    expect(readAnswer({ error: 'no' }, 2, 'list')).toBeNull();
    expect(readAnswer(0.5, 2, 'list')).toBeNull();
  });
});

describe('learning', () => {
  const calls: [unknown, unknown][] = [
    [
      { age: 40, city: 'Porto' },
      { label: 'late', p: 0.7 },
    ],
    [
      { age: null, city: 'Faro', vip: true },
      { label: 'on time', p: 0.1 },
    ],
    [[{ age: 2.5, city: 'Faro' }], [{ label: 'late', p: 0.6 }]],
  ];

  test('learns kinds, what may be missing, and the answer', () => {
    const learnt = learntOf(...calls);
    expect(learnt.columns.map(({ name, kind, nullable }) => [name, kind, nullable])).toEqual([
      ['age', 'number', true],
      ['city', 'text', false],
      ['vip', 'boolean', true],
    ]);
    expect(learntSignature(learnt, NOTHING_SAID)).toMatchObject({
      inputs: [
        { name: 'age', datatype: 'FP64' },
        { name: 'city', datatype: 'BYTES' },
        { name: 'vip', datatype: 'BYTES' },
      ],
      outputs: [{ name: 'label' }, { name: 'p' }],
      reading: { task: 'classification', label: 'label', classes: ['late', 'on time'] },
    });
  });

  test('the owner names the field, and what it is', () => {
    const learnt = learntOf(...calls);
    expect(learntSignature(learnt, { field: 'p', task: null }).reading).toEqual({ task: 'regression', value: 'p' });
    expect(learntSignature(learnt, { field: 'p', task: 'classification' }).reading).toMatchObject({
      classes: ['0.1', '0.6', '0.7'],
    });
  });

  test('names beside the answer are not taken for it', () => {
    expect(decisiveField(learntOf([{ a: 1 }, { id: 4, took_ms: 3, delay: 12 }]), NOTHING_SAID)?.name).toBe('delay');
  });

  test('comes to the same in any order, and is not changed by what it knows', () => {
    const arbitraryCall = fc.tuple(
      fc.dictionary(
        fc.constantFrom('a', 'b', 'c'),
        fc.oneof(fc.double({ noNaN: true }), fc.string(), fc.boolean(), fc.constant(null)),
        { minKeys: 1 },
      ),
      fc.oneof(fc.double({ noNaN: true }), fc.constantFrom('x', 'y'), fc.record({ label: fc.constantFrom('x', 'y') })),
    );
    const sorted = (learnt: Learnt) => ({
      ...learnt,
      columns: learnt.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      fields: learnt.fields.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    });
    fc.assert(
      fc.property(fc.array(arbitraryCall, { minLength: 1, maxLength: 8 }), (list) => {
        const learnt = learntOf(...list);
        expect(sorted(learntOf(...list.toReversed()))).toEqual(sorted(learnt));
        expect(joinLearnt(learnt, learntOf(...list.slice(0, 1)))).toEqual(learnt);
      }),
    );
  });

  test('once settled it learns classes and nothing else', () => {
    const settled = learntOf(...calls);
    const later = joinClasses(settled, learntOf([{ odd: 1 }, { label: 'cancelled', p: 9 }]));
    expect(later.columns).toEqual(settled.columns);
    expect(later.fields.find(({ name }) => name === 'label')?.values).toEqual(['cancelled', 'late', 'on time']);
  });
});

describe('a call under a learnt signature', () => {
  const signature = learntSignature(
    learntOf([{ age: 40, city: 'Porto' }, { label: 'late' }], [{ age: 1, city: 'Faro' }, { label: 'on time' }]),
    NOTHING_SAID,
  );

  test('gives one tensor per column', () => {
    const { request, answer } = call(
      [
        { age: 3, city: 'X' },
        { age: null, city: 'Y' },
      ],
      [{ label: 'a' }, { label: 'b' }],
    );
    expect(fitCall(signature, request.rows, answer)).toEqual({
      inputs: [
        { name: 'age', datatype: 'FP64', shape: [2, 1], data: Float64Array.of(3, Number.NaN) },
        { name: 'city', datatype: 'BYTES', shape: [2, 1], data: ['X', 'Y'] },
      ],
      outputs: [{ name: 'label', datatype: 'BYTES', shape: [2, 1], data: ['a', 'b'] }],
      misfit: null,
    });
  });

  test.each<[unknown, unknown, string]>([
    [{ age: 3, city: 'X', more: 1 }, { label: 'a' }, 'new_column'],
    [{ age: 'three', city: 'X' }, { label: 'a' }, 'other_kind'],
    [{ age: 3, city: 'X' }, { other: 'a' }, 'other_answer'],
    [{ age: 3, city: 'X' }, [0.5, 0.5], 'other_answer'],
  ])('says what does not fit: %j, %j', (body, given, misfit) => {
    const { request, answer } = call(body, given);
    const fitted = fitCall(signature, request.rows, answer);
    expect(fitted.misfit).toBe(misfit);
    expect(fitted.inputs).toHaveLength(2);
  });
});

describe('tensors of the Open Inference protocol', () => {
  const body = { inputs: [{ name: 'x', shape: [2, 2], datatype: 'FP32', data: [1, 2, 3, 4] }] };
  const output = (name: string, datatype: string, shape: number[], data: unknown[]) => ({
    name,
    datatype,
    shape,
    data,
  });
  const classes = output('label', 'BYTES', [2], ['late', 'on time']);
  const shares = output('p', 'FP32', [2, 2], [0.25, 0.75, 0.5, 0.5]);

  test('a value per row is a field, and several are numbered', () => {
    const { answer } = call(body, { model_name: 'm', outputs: [classes, shares] });
    expect(answer.rows.map(({ fields }) => Object.fromEntries(fields))).toEqual([
      { label: 'late', p_0: 0.25, p_1: 0.75 },
      { label: 'on time', p_0: 0.5, p_1: 0.5 },
    ]);
    const learnt = learntOf([body, { model_name: 'm', outputs: [classes, shares] }]);
    expect(learntSignature(learnt, NOTHING_SAID).reading).toMatchObject({
      label: 'label',
      classes: ['late', 'on time'],
    });
    expect(findShapeLoss(learnt, NOTHING_SAID).fields).toEqual(['p_0', 'p_1', 'model_name']);
    expect(JSON.parse(renderAnswer(learnt, NOTHING_SAID, 'list', ['late', 'late', 'on time']))).toEqual({
      outputs: [output('label', 'BYTES', [3], ['late', 'late', 'on time'])],
    });
  });

  test('a single tensor of shares is read as shares of classes, and answered as they lay', () => {
    const given = { outputs: [shares] };
    const learnt = learntOf([body, given]);
    expect(learntSignature(learnt, NOTHING_SAID).reading).toMatchObject({
      task: 'classification',
      classes: ['0', '1'],
    });
    const lists = [
      [0.25, 0.75],
      [0.5, 0.5],
    ];
    expect(JSON.parse(renderAnswer(learnt, NOTHING_SAID, 'list', lists))).toEqual(given);
  });

  test.each<[string, unknown]>([
    ['values in binary', { name: 'x', shape: [1, 2], datatype: 'FP32', parameters: { binary_data_size: 8 } }],
    ['a shape that does not fit', { name: 'x', shape: [2, 2], datatype: 'FP32', data: [1, 2, 3] }],
    ['no rows', { name: 'x', shape: [], datatype: 'FP32', data: [1] }],
  ])('reads no tensors from %s', (_, tensor) => {
    const read = readRows({ inputs: [tensor] });
    expect(typeof read === 'string' ? read : read.form).not.toBe('inputs[{name, shape, data}]');
    expect(readAnswer({ outputs: [tensor] }, 7, 'list')).toBeNull();
  });
});

describe('answering in the shape of the service', () => {
  test.each<[unknown, unknown, unknown[]]>([
    [{ a: 1 }, 0.5, [0.5]],
    [
      [{ a: 1 }, { a: 2 }],
      [0.1, 0.2],
      [0.1, 0.2],
    ],
    [{ rows: [{ a: 1 }] }, { predictions: [0.1] }, [0.1]],
    [{ a: 1 }, { label: 'x' }, ['x']],
    [{ a: 1 }, { result: { deep: { label: 'x' } } }, ['x']],
    [[[1, 2]], { predictions: [[0.25, 0.75]] }, [[0.25, 0.75]]],
  ])('%j answered %j', (body, given, values) => {
    const learnt = learntOf([body, given]);
    expect(JSON.parse(renderAnswer(learnt, NOTHING_SAID, rowsOf(body).asked, values as number[]))).toEqual(given);
    expect(findShapeLoss(learnt, NOTHING_SAID)).toMatchObject({ fields: [], varies: false });
  });

  test('says what only the service can give', () => {
    const learnt = learntOf([{ a: 1 }, { predictions: [{ label: 'x', p: 0.5 }], model: 'm' }]);
    expect(findShapeLoss(learnt, NOTHING_SAID)).toEqual({ fields: ['p', 'model'], varies: false, unseen: ['list'] });
    expect(renderAnswer(learnt, NOTHING_SAID, 'one', ['y'])).toBe('{"predictions":[{"label":"y"}]}');
    expect(findShapeLoss(learntOf([{ a: 1 }, 1], [{ a: 1 }, [1]]), NOTHING_SAID).varies).toBe(true);
  });
});
