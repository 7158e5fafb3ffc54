import { expect, test } from 'vitest';
import { chooseVersion } from './choose-version';

test('takes the version named in the address', () => {
  expect(chooseVersion({ champion: 2, versions: [3, 2, 1] }, '1')).toBe(1);
  expect(chooseVersion({ champion: 2, versions: [3, 2, 1] }, '4')).toBe(null);
  expect(chooseVersion({ champion: 2, versions: [3, 2, 1] }, '01')).toBe(null);
  expect(chooseVersion({ champion: 2, versions: [3, 2, 1] }, ['1', '2'])).toBe(null);
});

test('takes the champion, or the newest version where none serves', () => {
  expect(chooseVersion({ champion: 2, versions: [1, 2, 3] }, undefined)).toBe(2);
  expect(chooseVersion({ champion: null, versions: [1, 3, 2] }, undefined)).toBe(3);
  expect(chooseVersion({ champion: null, versions: [] }, undefined)).toBe(null);
});
