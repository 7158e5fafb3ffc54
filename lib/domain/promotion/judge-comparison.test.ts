import { expect, test } from 'vitest';
import type { ComparedScores, Comparison } from '../comparison/schema';
import { judgeComparison } from './judge-comparison';
import { ComparisonRule } from './schema';

const scores = (low: number | null, high: number | null, more: Partial<ComparedScores> = {}): ComparedScores => ({
  measure: 'accuracy',
  unit: '',
  n: 6240,
  effectiveRows: 6240,
  days: 21,
  entities: null,
  effective: { n: 21, by: 'day' },
  a: 0.8,
  b: 0.8,
  baseline: { value: 0.7, answer: 'no' },
  difference: { value: 0.003, low, high, by: 'day' },
  rows: { bothRight: 0, won: 0, lost: 0, bothWrong: 0 },
  byDay: { won: 0, lost: 0, p: 1 },
  sequential: { days: 21, needed: 20, better: 1, worse: 1, betterSince: null, worseSince: null, moreDays: null },
  classes: [],
  ...more,
});
const judge = (
  rule: Partial<ComparisonRule> & Pick<ComparisonRule, 'want'>,
  verdict: Comparison['verdict'],
  of: ComparedScores | null,
  isWhole = true,
) => judgeComparison(ComparisonRule.parse(rule), { verdict, scores: of, isWhole });

test('better passes where the comparison has proven it, with n, days and its rate of error', () => {
  expect(judge({ want: 'better' }, 'better', scores(0.001, 0.02))).toMatchObject({
    verdict: 'pass',
    found: 'better',
    n: 6240,
    days: 21,
    errorRate: 0.05,
  });
  expect(judge({ want: 'better' }, 'not-proven', scores(-0.001, 0.02)).verdict).toBe('fail');
});

test('not worse passes where the interval lies above what may be lost', () => {
  const loose = { want: 'not-worse', points: 1 } as const;
  expect(judge(loose, 'not-proven', scores(-0.009, 0.02))).toMatchObject({ verdict: 'pass', errorRate: 0.025 });
  expect(judge(loose, 'not-proven', scores(-0.011, 0.02)).verdict).toBe('fail');
  expect(judge(loose, 'too-few', scores(-0.001, 0.02)).verdict).toBe('fail');
  expect(judge(loose, 'not-proven', scores(-0.001, 0.02), false).verdict).toBe('fail');
  expect(judge(loose, 'not-proven', scores(null, null)).verdict).toBe('fail');
  // One percent of an error of 50 minutes is half a minute.
  const minutes = { measure: 'mae', a: 50, unit: 'min' } as const;
  expect(judge(loose, 'not-proven', scores(-0.4, 2, minutes)).verdict).toBe('pass');
  expect(judge(loose, 'not-proven', scores(-0.6, 2, minutes)).verdict).toBe('fail');
});

test('what is open warns where the rule says so, and what is proven worse fails', () => {
  const warns = { want: 'better', open: 'warn' } as const;
  expect(judge(warns, 'too-few', null)).toMatchObject({ verdict: 'warn', found: 'none', n: 0, difference: null });
  expect(judge(warns, 'not-proven', scores(-0.1, 0.1)).verdict).toBe('warn');
  expect(judge(warns, 'worse', scores(-0.2, -0.1)).verdict).toBe('fail');
});
