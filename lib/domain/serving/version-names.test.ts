import { expect, test } from 'vitest';
import { readVersionName } from './version-names';

test('a version is named by its number or by its environment, and by nothing else', () => {
  expect(readVersionName('12')).toEqual({ name: '12' });
  expect(readVersionName('staging')).toEqual({ name: 'staging' });
  // Production's calls go as those that name no version: to the champion, or to the canary beside it.
  expect(readVersionName('production')).toEqual({ name: undefined });
  for (const text of ['', '0', '01', '1.0', 'Staging', 'champion', '1234567890'])
    expect(readVersionName(text)).toBeNull();
});
