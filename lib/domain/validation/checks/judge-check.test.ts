import { expect, test } from 'vitest';
import { CHECK_IDS, completeRules, type GateRule, type Measurement } from '../schema';
import { judgeCheck } from './judge-check';

const found = (more: Partial<Measurement>): Measurement => ({
  ...{ check: 'score', outcome: null, measured: null, why: 'accuracy', facts: {}, fix: null },
  ...more,
});
const rule = (threshold: number | null, severity: GateRule['severity'] = 'fail'): GateRule => ({
  ...{ check: 'score', severity, threshold },
});
const number = (bound: 'least' | 'most' | 'above', value: number, low = value, high = value) =>
  found({ measured: { value, low, high, bound } });

test('a number is judged with its whole interval, and between it warns', () => {
  const accuracy = number('least', 0.7, 0.6, 0.8);
  expect([0.9, 0.65, 0.5].map((threshold) => judgeCheck(accuracy, rule(threshold)))).toEqual(['fail', 'warn', 'pass']);
  const error = number('most', 5, 4, 6);
  expect([3, 5, 6].map((threshold) => judgeCheck(error, rule(threshold)))).toEqual(['fail', 'warn', 'pass']);
});

test('what must be better than a baseline fails until its interval is above', () => {
  expect(judgeCheck(number('above', 0.1, 0.02, 0.2), rule(0))).toBe('pass');
  expect(judgeCheck(number('above', 0.1, 0, 0.2), rule(0))).toBe('fail');
  expect(judgeCheck(number('above', 0.1, -0.02, 0.2), rule(0, 'warn'))).toBe('warn');
});

test('without a threshold nothing is known, and an outcome needs none', () => {
  expect(judgeCheck(number('least', 0.7), rule(null))).toBe('unknown');
  expect(judgeCheck(found({ outcome: 'bad' }), rule(null, 'warn'))).toBe('warn');
  expect(judgeCheck(found({ outcome: 'unknown' }), rule(0.5))).toBe('unknown');
});

test('rules of a model are the usual ones but for those that it names', () => {
  const rules = completeRules({ rules: [{ check: 'score', severity: 'warn', threshold: 0.8 }] });
  expect(rules.map(({ check }) => check)).toEqual(CHECK_IDS);
  expect(rules.find(({ check }) => check === 'score')).toEqual({ check: 'score', severity: 'warn', threshold: 0.8 });
  expect(rules.find(({ check }) => check === 'leakage')).toEqual({
    check: 'leakage',
    severity: 'fail',
    threshold: null,
  });
});
