import { expect, test } from 'vitest';
import type { Tensor } from '../protocols/datatype';
import type { ServedSignature } from '../protocols/signature';
import { PLAIN } from './settings';
import { settle, settleAnswers } from './settle';

const classes = ['no', 'yes'];
const signature = (more: Partial<ServedSignature> = {}): ServedSignature => ({
  inputs: [],
  outputs: [
    { name: 'label', datatype: 'BYTES', shape: [-1], classLabels: null },
    { name: 'scores', datatype: 'FP32', shape: [-1, 2], classLabels: classes },
  ],
  columns: [],
  reading: { task: 'classification', label: 'label', probabilities: 'scores', classes },
  rowByRow: false,
  ...more,
});
const scores = (...second: number[]): Tensor => ({
  name: 'scores',
  datatype: 'FP32',
  shape: [second.length, 2],
  data: Float32Array.from(second.flatMap((p) => [1 - p, p])),
});
const labels = (...data: string[]): Tensor => ({ name: 'label', datatype: 'BYTES', shape: [data.length], data });

test('a threshold decides labels and outcomes; what the runner gave stays as it was', () => {
  const outputs = [labels('no', 'no', 'yes'), scores(0.2, 0.3, 0.9)];
  const settled = settle(signature(), outputs, 3, { ...PLAIN, threshold: 0.3 });
  expect(settled.outcomes).toEqual(['no', 'yes', 'yes']);
  expect(settled.outputs[0]?.data).toEqual(['no', 'yes', 'yes']);
  expect(outputs[0]?.data).toEqual(['no', 'no', 'yes']);
  expect(settled.abstained).toEqual([]);
});

test('a 32-bit score that reads as the threshold reaches it', () => {
  // 0.7 in 32 bits is 0.699999988079071.
  expect(settle(signature(), [labels('no'), scores(0.7)], 1, { ...PLAIN, threshold: 0.7 }).outcomes).toEqual(['yes']);
});

test('too close to call is said beside labels, which the file keeps', () => {
  const settled = settle(signature(), [labels('yes', 'no', 'yes'), scores(0.52, 0.2, 0.61)], 3, {
    ...PLAIN,
    margin: 0.1,
  });
  expect(settled.abstained).toEqual([0]);
  expect(settled.outcomes).toEqual(['yes', 'no', 'yes']);
  const around = settle(signature(), [labels('no', 'no'), scores(0.22, 0.52)], 2, {
    ...PLAIN,
    threshold: 0.2,
    margin: 0.1,
  });
  expect(around.abstained).toEqual([0]);
});

test('a calibration changes scores and with them the class, in a copy', () => {
  const given = scores(0.5, 0.9);
  const settled = settle(signature(), [labels('no', 'yes'), given], 2, {
    ...PLAIN,
    calibration: { kind: 'platt', slope: 1, intercept: Math.log(3) },
  });
  const data = settled.outputs[1]?.data as Float32Array;
  expect(data[1]).toBeCloseTo(0.75, 6);
  expect((data[0] ?? 0) + (data[1] ?? 0)).toBeCloseTo(1, 6);
  expect(settled.outcomes).toEqual(['yes', 'yes']);
  expect(given.data[1]).toBe(0.5);
});

test('labels are written as what they are: integers of 64 bits, or none at all', () => {
  const reading = { task: 'classification' as const, label: 'label', probabilities: 'scores', classes: ['0', '1'] };
  const label: Tensor = { name: 'label', datatype: 'INT64', shape: [1], data: BigInt64Array.from([0n]) };
  const settled = settle(signature({ reading }), [label, scores(0.3)], 1, { ...PLAIN, threshold: 0.3 });
  expect(settled.outputs[0]?.data).toEqual(BigInt64Array.from([1n]));
  const bare = settle(signature({ reading: { ...reading, label: null } }), [scores(0.3)], 1, {
    ...PLAIN,
    threshold: 0.3,
  });
  expect(bare.outcomes).toEqual(['1']);
});

test('units are of the value alone; outputs that do not fit stay as they are', () => {
  const regression = signature({
    outputs: [{ name: 'value', datatype: 'FP32', shape: [-1, 1], classLabels: null }],
    reading: { task: 'regression', value: 'value', unit: null },
  });
  const value: Tensor = { name: 'value', datatype: 'FP32', shape: [2, 1], data: Float32Array.from([1, 2.5]) };
  const settled = settle(regression, [value], 2, { ...PLAIN, units: { factor: 60, offset: -1, unit: 'min' } });
  expect(settled.outcomes).toEqual(['59', '149']);
  expect(value.data[0]).toBe(1);
  const odd = settle(signature(), [labels('no')], 1, { ...PLAIN, threshold: 0.1 });
  expect(odd.outcomes).toEqual(['no']);
});

test('an answer that was read before is settled to the same bits', () => {
  const settings = { ...PLAIN, threshold: 0.6, calibration: { kind: 'platt' as const, slope: 1.3, intercept: 0.2 } };
  const given = [labels('no', 'yes'), scores(0.31, 0.77)];
  const tensors = settle(signature(), given, 2, settings);
  const said = settleAnswers(
    signature(),
    [0.31, 0.77].map((p, i) => ({
      outcome: String(given[0]?.data[i]),
      label: String(given[0]?.data[i]),
      // As JSON carries 32-bit numbers.
      probabilities: [Math.fround(1 - p), Math.fround(p)],
      value: null,
    })),
    settings,
  );
  expect(said.map(({ outcome }) => outcome)).toEqual(tensors.outcomes);
  expect(said.flatMap(({ probabilities }) => probabilities)).toEqual(
    Array.from(tensors.outputs[1]?.data as Float32Array),
  );
});
