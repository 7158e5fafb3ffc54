import { expect, test } from 'vitest';
import { codingOf } from './answer';

test.each([
  [undefined, null],
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['gzip, deflate', 'gzip'],
  ['deflate;q=1.0, gzip;q=0', 'deflate'],
  ['br, GZIP;q=0.5', 'gzip'],
  ['identity', null],
  ['xgzip', null],
  ['gzip;q=0.0', null],
])('%s: %s', (accepted, wanted) => {
  expect(codingOf(accepted)).toBe(wanted);
});
