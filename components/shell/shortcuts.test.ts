import { expect, test } from 'vitest';
import { describeKeys, isSingleLetter, nameKey, resolvePress } from './shortcuts';

const bare = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('names presses the way the registry writes them', () => {
  expect(nameKey({ ...bare, key: 'k', ctrlKey: true })).toBe('mod+k');
  expect(nameKey({ ...bare, key: '?', shiftKey: true })).toBe('?');
  expect(nameKey({ ...bare, key: 'X', shiftKey: true })).toBe('shift+x');
  expect(nameKey({ ...bare, key: 'Control', ctrlKey: true })).toBeNull();
});

test('follows sequences and starts again after a wrong second key', () => {
  const known = ['g m', 'g r', '?', 'j'];
  expect(resolvePress('', 'g', known)).toEqual({ pending: 'g' });
  expect(resolvePress('g', 'm', known)).toEqual({ run: 'g m' });
  expect(resolvePress('g', 'j', known)).toEqual({ run: 'j' });
  expect(resolvePress('', 'q', known)).toBeNull();
});

test('draws caps and knows which keys a person also types', () => {
  expect(describeKeys('mod+k')).toEqual([['Ctrl', 'K']]);
  expect(describeKeys('g m')).toEqual([['g'], ['m']]);
  expect([isSingleLetter('g m'), isSingleLetter('mod+k'), isSingleLetter('escape')]).toEqual([true, false, false]);
});
