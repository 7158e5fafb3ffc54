import { expect, test } from 'vitest';
import { judgeStage } from './judge-stage';

const MINUTE = 60_000;
const few = { verdict: 'few', isAwaited: true } as const;
const ok = { verdict: 'ok', isAwaited: true } as const;

const judge = (heldMinutes: number, more: Partial<Parameters<typeof judgeStage>[0]> = {}) =>
  judgeStage({
    heldMs: heldMinutes * MINUTE,
    holdMs: 10 * MINUTE,
    waitMs: 60 * MINUTE,
    isPaused: false,
    views: [ok],
    ...more,
  });

test('a stage passes when its time is over and every guard can tell', () => {
  expect([judge(9), judge(10)]).toEqual(['hold', 'pass']);
  expect(judge(10, { views: [] })).toBe('pass');
});

test('a stage whose guard has too little to tell waits, and then asks a person', () => {
  const views = [ok, few];
  expect([judge(9, { views }), judge(10, { views }), judge(69.9, { views }), judge(70, { views })]).toEqual([
    'hold',
    'wait',
    'wait',
    'pause',
  ]);
  expect(judge(10, { views: [ok, { verdict: 'few', isAwaited: false }] })).toBe('pass');
});

test('one that asks a person never goes on by itself, whatever came since', () => {
  expect(judge(100, { isPaused: true })).toBe('wait');
});
