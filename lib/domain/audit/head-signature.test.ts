import { expect, test } from 'vitest';
import { fingerprintOf, isSigned, publicKeyOf, signHead } from './head-signature';

// RFC 8032, section 7.1, test 1: a seed and its public key.
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const statement = { at: '2026-11-29T00:00:10.000Z', event: '812', events: 790, hash: 'a'.repeat(64) };

test('derives the public key that the standard gives', () => {
  expect(Buffer.from(publicKeyOf(SEED), 'base64').subarray(-32).toString('hex')).toBe(PUBLIC);
  expect(fingerprintOf(publicKeyOf(SEED))).toMatch(/^[0-9a-f]{16}$/);
});

test('signs a head, and sees every changed field', () => {
  const head = signHead(SEED, statement);
  expect(isSigned(head)).toBe(true);
  for (const change of [
    { at: '2026-11-30T00:00:10.000Z' },
    { event: '813' },
    { events: 791 },
    { hash: 'b'.repeat(64) },
  ])
    expect(isSigned({ ...head, ...change })).toBe(false);
  expect(isSigned({ ...head, publicKey: publicKeyOf('11'.repeat(32)) })).toBe(false);
  expect(isSigned({ ...head, publicKey: 'bm90IGEga2V5' })).toBe(false);
  expect(isSigned({ ...head, signature: '' })).toBe(false);
});
