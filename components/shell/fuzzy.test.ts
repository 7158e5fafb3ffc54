import { expect, test } from 'vitest';
import { rankMatches, scoreMatch } from './fuzzy';

test('finds letters in order, without accents or case', () => {
  expect(scoreMatch('vers', 'Versões')).toBeGreaterThan(0);
  expect(scoreMatch('predicoes', 'Predições')).toBeGreaterThan(0);
  expect(scoreMatch('xz', 'Drift')).toBeNull();
});

test('puts starts of words before letters in the middle', () => {
  const names = ['Overview', 'seattle-weather versions', 'Versions', 'Drift'];
  expect(rankMatches('ver', names, (name) => name)[0]).toBe('Versions');
  expect(rankMatches('', names, (name) => name)).toEqual(names);
});
