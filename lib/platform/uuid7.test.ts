import { expect, test } from 'vitest';
import { isUuid, uuid7, uuid7Time } from './uuid7';

test('ids grow within and across milliseconds, and tell their time', () => {
  const start = Date.UTC(2030, 0, 1);
  const ids = Array.from({ length: 20_000 }, (_, i) => uuid7(start + Math.floor(i / 7000)));
  expect(ids.every(isUuid)).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids.map((id) => id.slice(19))).size).toBe(ids.length);
  // RFC 9562: version 7 in the 13th digit, variant 10 in the 17th.
  expect(ids.every((id) => id[14] === '7' && '89ab'.includes(id[19] ?? ''))).toBe(true);
  // A millisecond has 4,096 ids; what is beyond them borrows the next.
  expect([ids[0], ids[4095], ids[4096]].map((id) => uuid7Time(id ?? '') - start)).toEqual([0, 0, 1]);
});
