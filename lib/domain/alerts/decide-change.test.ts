import { expect, test } from 'vitest';
import { type Change, decideChange } from './decide-change';
import type { Level, Verdict } from './schema';

const of: Record<string, Verdict> = { o: 'ok', w: 'warn', a: 'alert' };

/** Walks verdicts in their order as a rule does, and tells every change with the place where it came. */
function walk(verdicts: string, hysteresis: { openAfter: number; openOf: number; closeAfter: number }): string[] {
  let recent: Verdict[] = [];
  let open: Level | null = null;
  const told: string[] = [];
  [...verdicts].forEach((letter, at) => {
    recent = [of[letter] ?? 'ok', ...recent].slice(0, 20);
    const change: Change = decideChange(recent, open, hysteresis);
    if (!change) return;
    told.push(`${at} ${change.kind}${change.kind === 'closed' ? '' : ` ${change.level}`}`);
    open = change.kind === 'closed' ? null : change.level;
    if (change.kind === 'closed') recent = [];
  });
  return told;
}

test('opens and closes at once by default', () => {
  const plain = { openAfter: 1, openOf: 1, closeAfter: 1 };
  expect(walk('ooaaoa', plain)).toEqual(['2 opened alert', '4 closed', '5 opened alert']);
  expect(walk('wwawo', plain)).toEqual(['0 opened warn', '2 escalated alert', '4 closed']);
  expect(walk('awwo', plain)).toEqual(['0 opened alert', '3 closed']);
  expect(walk('ooo', plain)).toEqual([]);
});

test('opens after k of the last n', () => {
  const twoOfThree = { openAfter: 2, openOf: 3, closeAfter: 1 };
  expect(walk('aooaoa', twoOfThree)).toEqual(['5 opened alert']);
  expect(walk('aoa', twoOfThree)).toEqual(['2 opened alert']);
  expect(walk('woa', twoOfThree)).toEqual(['2 opened warn']);
  expect(walk('woaa', twoOfThree)).toEqual(['2 opened warn', '3 escalated alert']);
});

test('closes after m in a row without, and counts anew afterwards', () => {
  expect(walk('aooaooo', { openAfter: 1, openOf: 1, closeAfter: 3 })).toEqual(['0 opened alert', '6 closed']);
  expect(walk('aaoaa', { openAfter: 2, openOf: 5, closeAfter: 1 })).toEqual([
    '1 opened alert',
    '2 closed',
    '4 opened alert',
  ]);
});

test('holds one that flickers back', () => {
  expect(walk('aoaoaoaooo', { openAfter: 1, openOf: 1, closeAfter: 2 })).toEqual(['0 opened alert', '8 closed']);
});
