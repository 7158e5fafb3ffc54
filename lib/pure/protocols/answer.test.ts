import { expect, test } from 'vitest';
import { FIXTURES, readCases } from '../onnx/fixtures/read-cases';
import { readAnswers, renderPredictions } from './answer';
import type { Tensor } from './datatype';
import { readValues } from './read-values';

test.each(FIXTURES)('%s: the answers of a case are those of its outputs', (name) => {
  const { signature, cases } = readCases(name);
  for (const { inputs, outputs } of cases) {
    const rows = inputs[0]?.shape[0] ?? 0;
    const tensors = signature.outputs.map((output, i): Tensor => {
      const { shape, data } = outputs[i] ?? { shape: [], data: [] };
      return { ...output, shape, data: readValues(output.name, output.datatype, data, true) };
    });
    const answers = readAnswers(signature, tensors, rows);
    expect(answers).toHaveLength(rows);
    const { reading } = signature;
    answers.forEach((answer, row) => {
      if (reading.task === 'classification') {
        const list = answer.probabilities ?? [];
        expect(list.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
        const best = reading.classes[list.indexOf(Math.max(...list))];
        if (reading.label === null) expect(answer.label).toBe(best);
        else expect(answer.label).toBe(String(outputs[0]?.data[row]));
        expect(answer.outcome).toBe(answer.label);
      } else {
        expect(answer.value).toBe(Math.fround(Number(outputs[0]?.data[row])));
        expect(answer.label).toBeNull();
      }
    });
    const rendered = JSON.parse(renderPredictions(tensors, rows));
    expect(rendered).toHaveLength(rows);
    if (tensors.length > 1) expect(Object.keys(rendered[0])).toEqual(tensors.map((tensor) => tensor.name));
  }
});

test('renders rows of one output nested, and several outputs by name', () => {
  const y: Tensor = { name: 'y', datatype: 'FP64', shape: [2, 1, 2], data: new Float64Array([1, 2, Number.NaN, 4]) };
  const z: Tensor = { name: 'z', datatype: 'INT64', shape: [2], data: new BigInt64Array([2n ** 62n, -1n]) };
  expect(renderPredictions([y], 2)).toBe('[[[1,2]],[[null,4]]]');
  expect(renderPredictions([z], 2)).toBe('[4611686018427387904,-1]');
  expect(renderPredictions([y, z], 2)).toBe('[{"y":[[1,2]],"z":4611686018427387904},{"y":[[null,4]],"z":-1}]');
  expect(renderPredictions([{ ...y, shape: [0, 1, 2], data: new Float64Array(0) }], 0)).toBe('[]');
});

test('gives an output whose first dimension is not the rows whole, and never a part of another row', () => {
  const y: Tensor = { name: 'y', datatype: 'INT64', shape: [2], data: new BigInt64Array([7n, 8n]) };
  const tags: Tensor = { name: 'tags', datatype: 'FP32', shape: [3, 2, 1], data: new Float32Array([1, 2, 3, 4, 5, 6]) };
  const total: Tensor = { name: 'total', datatype: 'FP32', shape: [], data: new Float32Array([9]) };
  expect(renderPredictions([tags], 2)).toBe('[[[1],[2]],[[3],[4]],[[5],[6]]]');
  expect(renderPredictions([y, tags], 2)).toBe(
    '[{"y":7,"tags":[[[1],[2]],[[3],[4]],[[5],[6]]]},{"y":8,"tags":[[[1],[2]],[[3],[4]],[[5],[6]]]}]',
  );
  expect(renderPredictions([y, total], 2)).toBe('[{"y":7,"total":9},{"y":8,"total":9}]');
  expect(renderPredictions([total], 2)).toBe('[9]');
});

test('refuses to repeat a large output for every row', () => {
  const y: Tensor = { name: 'y', datatype: 'UINT8', shape: [4_000], data: new Uint8Array(4_000) };
  const tags: Tensor = { name: 'tags', datatype: 'UINT8', shape: [1, 4_000], data: new Uint8Array(4_000) };
  expect(() => renderPredictions([y, tags], 4_000)).toThrow('tags: the answer has 16000000 values');
});

test('a value that is no finite number is no answer', () => {
  const { signature } = readCases('diabetes_ridge');
  const value = (x: number): Tensor => ({
    name: 'variable',
    datatype: 'FP32',
    shape: [1, 1],
    data: new Float32Array([x]),
  });
  expect(readAnswers(signature, [value(Number.NaN)], 1)[0]).toMatchObject({ value: null, outcome: 'NaN' });
  expect(readAnswers(signature, [value(1.5)], 1)[0]).toMatchObject({ value: 1.5, outcome: '1.5' });
  expect(readAnswers(signature, [], 1)[0]).toMatchObject({ value: null, outcome: '' });
});
