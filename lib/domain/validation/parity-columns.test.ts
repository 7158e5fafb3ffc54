import { expect, test } from 'vitest';
import type { Reading } from '@/lib/pure/protocols/signature';
import { readTheirAnswers } from './parity-columns';

const reading: Reading = { task: 'classification', label: 'label', probabilities: 'p', classes: ['0', '1'] };
const table = (header: string[], ...cells: string[][]) => ({
  header,
  rows: cells.map((row, i) => ({ line: i + 2, cells: row })),
});

test('takes the names that the owner gave the classes, for labels and probabilities', () => {
  const theirs = readTheirAnswers(
    table(['age', 'prediction', 'probability_benign'], ['3', 'malignant', '0.1'], ['4', '1', '0.9']),
    reading,
    undefined,
    { '0': 'malignant', '1': 'benign' },
  );
  expect(theirs.answers).toEqual([
    { label: '0', value: null, probabilities: [null, 0.1] },
    { label: '1', value: null, probabilities: [null, 0.9] },
  ]);
  expect(theirs.names).toEqual(['prediction', 'probability_benign']);
});

test('keeps a label that is no name as it stands', () => {
  const { answers } = readTheirAnswers(table(['age', 'prediction'], ['3', 'other']), reading, undefined, { '0': 'no' });
  expect(answers[0]?.label).toBe('other');
});
