import { expect, test } from 'vitest';
import { judgeEvaluation } from './judge-evaluation';

const baselines = (model: number | null, rule: number | null, measure: 'accuracy' | 'mae' = 'accuracy') => ({
  rows: 100,
  measure,
  model,
  constant: { answer: 'sun', score: 0.4 },
  rule: rule === null ? null : { column: 'rain', rule: 'rain > 0', score: rule },
});

test('compares with the best simple answer, in the direction of the measure', () => {
  expect(judgeEvaluation({ baselines: baselines(0.832, 0.832), effectiveRows: 184 })).toBe('no-better');
  expect(judgeEvaluation({ baselines: baselines(0.9, 0.832), effectiveRows: 184 })).toBe('better');
  expect(judgeEvaluation({ baselines: baselines(0.3, null, 'mae'), effectiveRows: 184 })).toBe('better');
});

test('gives no verdict on few rows or without a number', () => {
  expect(judgeEvaluation({ baselines: baselines(0.9, 0.1), effectiveRows: 29 })).toBe('few-rows');
  expect(judgeEvaluation({ baselines: baselines(null, 0.1), effectiveRows: 100 })).toBe('unknown');
});
