import { expect, test } from 'vitest';
import { mixBits } from './mix-bits';

// fmix32 of MurmurHash3: 0x514e28b7 and 0x81f16f39 are its published answers to 1 and 0xffffffff.
test('mixes as MurmurHash3 does', () => {
  expect([0, 1, 0xffffffff].map(mixBits)).toEqual([0, 0x514e28b7, 0x81f16f39]);
});
