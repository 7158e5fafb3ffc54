import { expect, test } from 'vitest';
import { isCapture, readCapture } from './sagemaker-capture';

const shape = { columns: ['age', 'sex'], classes: ['no', 'yes'] };
const csv = (data: string) => ({ observedContentType: 'text/csv', mode: 'INPUT', data, encoding: 'CSV' });
const json = (value: unknown) => ({
  observedContentType: 'application/json',
  mode: 'INPUT',
  data: JSON.stringify(value),
  encoding: 'JSON',
});
const base64 = ({ data, ...side }: { data: string; observedContentType: string }) => ({
  ...side,
  data: Buffer.from(data).toString('base64'),
  encoding: 'BASE64',
});
const line = (endpointInput: unknown, endpointOutput: unknown, meta: object = {}) => ({
  captureData: { endpointInput, endpointOutput },
  eventMetadata: { eventId: 'e', inferenceTime: '2026-11-01T00:00:00Z', ...meta },
  eventVersion: '0',
});

test('reads rows and answers of every encoding', () => {
  const rows = [
    { inputs: { age: '40', sex: 'a,b' }, score: 0.25 },
    { inputs: { age: '', sex: 'c' }, score: 0.75 },
  ];
  const input = csv('40,"a,b"\n,c\n');
  for (const output of [
    csv('0.25,0.75'),
    csv('0.25\n0.75\n'),
    json({ predictions: [0.25, 0.75] }),
    base64(csv('0.25,0.75')),
  ])
    expect(readCapture(line(input, output), shape, 'Line 1').rows).toMatchObject(rows);
  const call = readCapture(
    line(base64(json({ instances: [[40, 'a']] })), csv('0.9,0.1'), { inferenceId: 'mine' }),
    shape,
    'Line 2',
  );
  expect(call).toMatchObject({ place: 'Line 2', id: 'mine' });
  expect(call.rows).toMatchObject([
    { inputs: { age: 40, sex: 'a' }, scores: [0.9, 0.1], time: '2026-11-01T00:00:00Z', isText: false },
  ]);
  expect(readCapture(line(input, csv('no\nyes')), shape, 'Line 1')).toMatchObject({
    id: 'e',
    rows: [{ prediction: 'no' }, { prediction: 'yes' }],
  });
});

test('says what of a capture does not fit', () => {
  expect(isCapture(line({}, {}))).toBe(true);
  expect(isCapture({ rows: [] })).toBe(false);
  const read = (input: unknown, output: unknown) => () => readCapture(line(input, output), shape, 'Line 7');
  expect(read(csv('1,a'), undefined)).toThrow('Line 7, endpointOutput: it is missing; capture both input and output');
  expect(read(csv('1,a,2'), csv('no'))).toThrow('Line 7, row 0, endpointInput: it has 3 values, and the model takes 2');
  expect(read(csv('1,a'), csv('no\nyes\nno'))).toThrow(
    'Line 7, endpointOutput: it has 3 answers, and the request 1 rows',
  );
  expect(read({ ...csv('1,a'), encoding: 'NONE', observedContentType: 'image/png' }, csv('no'))).toThrow(
    'neither CSV nor JSON',
  );
  expect(read({ ...json(1), data: '{' }, csv('no'))).toThrow('Line 7, endpointInput: its data is no JSON');
  expect(read(csv('1,"a'), csv('no'))).toThrow('Line 7: its data is no CSV');
});
