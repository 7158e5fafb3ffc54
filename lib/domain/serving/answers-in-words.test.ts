import { expect, test } from 'vitest';
import { learn } from '@/lib/pure/json-service/learnt';
import { readAnswer } from '@/lib/pure/json-service/read-answer';
import { readRows } from '@/lib/pure/json-service/read-rows';
import type { Reading, ServedSignature } from '@/lib/pure/protocols/signature';
import type { Overlay } from '../registry/schema';
import { answersInWords, outcomesInWords } from './answers-in-words';

/** A service that gave this answer to one row. */
function service(answer: unknown, said: { field: string | null; task: 'classification' | 'regression' | null }) {
  const request = readRows({ a: 1 });
  if (typeof request === 'string') throw new Error(request);
  const read = readAnswer(answer, 1, 'one');
  if (!read) throw new Error('not read');
  return { learnt: learn(request, read), said };
}
const NOTHING = { field: null, task: null };

const version = (reading: Reading, classNames: Record<string, string> = {}) => ({
  signature: { inputs: [], outputs: [], columns: [], reading, rowByRow: false } satisfies ServedSignature,
  overlay: { columns: [], classNames, outputUnit: '', examples: [] } satisfies Overlay,
});
const classifier = (classNames?: Record<string, string>) =>
  version({ task: 'classification', label: 'label', probabilities: 'p', classes: ['0', '1'] }, classNames);
const OUTPUTS = [
  { name: 'label', datatype: 'INT64' as const, shape: [1], data: BigInt64Array.of(1n) },
  { name: 'p', datatype: 'FP64' as const, shape: [1, 2], data: Float64Array.of(0.25, 0.75) },
];

test('a class is said in the words of the service', () => {
  expect(answersInWords(service({ label: 'late' }, NOTHING), classifier({ 1: 'late' }), OUTPUTS, 1)).toEqual(['late']);
  expect(answersInWords(service({ label: '1' }, NOTHING), classifier({ 1: 'late' }), OUTPUTS, 1)).toEqual(['1']);
  const asNumber = service({ label: 1 }, { field: 'label', task: 'classification' });
  expect(answersInWords(asNumber, classifier(), OUTPUTS, 1)).toEqual([1]);
  expect(answersInWords(service({ late: false }, NOTHING), classifier(), OUTPUTS, 1)).toEqual([true]);
});

test('a number of a service is the share of the second of two classes', () => {
  expect(answersInWords(service({ probability: 0.4 }, NOTHING), classifier(), OUTPUTS, 1)).toEqual([0.75]);
});

test('a list of a service is the shares of all classes, and compared by the largest', () => {
  const values = answersInWords(service([[0.4, 0.6]], NOTHING), classifier(), OUTPUTS, 1);
  expect(values).toEqual([[0.25, 0.75]]);
  expect(outcomesInWords(values)).toEqual(['1']);
});

test('a number stays one, and a missing one is nothing', () => {
  const regressor = version({ task: 'regression', value: 'y', unit: null });
  const output = (value: number) => [
    { name: 'y', datatype: 'FP64' as const, shape: [1, 1], data: Float64Array.of(value) },
  ];
  const of = service({ y: 3 }, NOTHING);
  expect(answersInWords(of, regressor, output(2.5), 1)).toEqual([2.5]);
  expect(outcomesInWords(answersInWords(of, regressor, output(Number.NaN), 1))).toEqual(['']);
});
