import { expect, test } from 'vitest';
import type { Reading } from '../protocols/signature';
import { checkRow } from './check-row';
import type { SentRow } from './sent-row';
import { readSentTime } from './sent-time';

const reading: Reading = { task: 'classification', label: 'label', probabilities: 'p', classes: ['0', '1'] };
const columns = [
  { name: 'age', isNumber: true },
  { name: 'sex', isNumber: false },
];
const nowMs = Date.UTC(2026, 10, 10);
const check = (row: Partial<SentRow>, as: Reading = reading, ignoresUnknown = false) =>
  checkRow(
    { place: 'Line 3', context: {}, inputs: { age: 1, sex: 'a' }, prediction: 0, ...row },
    { columns, reading: as },
    { nowMs, ignoresUnknown },
  );

test('takes values as they are, and missing ones as missing', () => {
  expect(check({ inputs: { age: null, sex: '' } }).inputs).toEqual([null, null]);
  expect(check({ inputs: { age: '1.5', sex: 7 }, isText: true }).inputs).toEqual([1.5, '7']);
  expect(check({ inputs: { age: 12n, sex: true } }).inputs).toEqual([12, 'true']);
  expect(check({ inputs: { age: 1, sex: 'a', more: 1 } }, reading, true).inputs).toEqual([1, 'a']);
});

test('refuses values that would be changed', () => {
  expect(() => check({ inputs: { age: 2n ** 60n + 1n, sex: 'a' } })).toThrow(
    'Line 3, age: the number has more digits than a double holds',
  );
  expect(() => check({ inputs: { age: '9007199254740993', sex: 'a' }, isText: true })).toThrow('more digits');
  expect(() => check({ inputs: { age: true, sex: 'a' } })).toThrow(
    'Line 3, age: it must be a number, and is true or false',
  );
  expect(() => check({ inputs: { age: 1, sex: {} } })).toThrow('Line 3, sex: it must be a text or a number');
  expect(() => check({ inputs: { age: 1, sex: '\ud800' } })).toThrow('cannot be stored');
});

test('finds the class of an answer, from its scores where it is not named', () => {
  expect(check({ prediction: '1.0' }).outcome).toBe('1');
  expect(check({ prediction: null, score: 0.7 })).toMatchObject({ outcome: '1', scores: [expect.closeTo(0.3), 0.7] });
  expect(check({ prediction: undefined, scores: { 1: 0.2, 0: 0.8 } })).toMatchObject({
    outcome: '0',
    scores: [0.8, 0.2],
  });
  expect(check({ scores: { 0: '', 1: '' } }).scores).toBeNull();
  expect(() => check({ prediction: null })).toThrow('neither a prediction nor scores');
  expect(() => check({ scores: [1] })).toThrow('Line 3, scores: there are 1, and 2 classes');
  expect(() => check({ scores: { 2: 1 } })).toThrow('Line 3, scores.2: the model has no such class');
  const three: Reading = {
    ...reading,
    task: 'classification',
    label: 'l',
    probabilities: 'p',
    classes: ['a', 'b', 'c'],
  };
  expect(() => check({ prediction: 'a', score: 1 }, three)).toThrow('one score is for two classes');
});

test('a row with an id and a label needs nothing else', () => {
  expect(check({ id: 7, label: 1, prediction: undefined, inputs: {} })).toMatchObject({
    id: '7',
    label: '1',
    outcome: null,
    context: { id: '7' },
  });
  expect(() => check({ id: 7, context: { id: 'other' } })).toThrow(
    'Line 3, context.id: it is kept for the id of the row',
  );
  const numbers: Reading = { task: 'regression', value: 'value', unit: null };
  expect(() => check({ label: 'much', prediction: 1 }, numbers)).toThrow('Line 3, label: "much" is no number');
});

test('reads times as programs write them', () => {
  const ten = Date.UTC(2026, 10, 2, 10);
  for (const text of [
    '2026-11-02T10:00:00Z',
    '2026-11-02 10:00',
    '2026-11-02T12:00:00+02:00',
    '2026-11-02T07:00:00.000-0300',
  ])
    expect(readSentTime(text)).toBe(ten);
  for (const value of [ten, ten / 1000, BigInt(ten), String(ten / 1000), new Date(ten)])
    expect(readSentTime(value)).toBe(ten);
  for (const bad of ['yesterday', '02/11/2026', '2026-13-40', '', true, Number.NaN, new Date('x')])
    expect(readSentTime(bad)).toBeNull();
  expect(() => check({ time: nowMs - 401 * 86_400_000 })).toThrow(
    'Line 3, time: it is outside the last 400 days and the next 1',
  );
  expect(check({ time: nowMs + 3_600_000 }).timeMs).toBe(nowMs + 3_600_000);
});
