import { describe, expect, test } from 'vitest';
import { isNeverTarget, isOpenTarget } from './target-address';

const OWN = new Set([3000, 3001]);

describe('addresses that nobody may put the gateway in front of', () => {
  test.each(['169.254.169.254', 'fe80::1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '::', '::ffff:169.254.169.254'])(
    '%s',
    (address) => expect(isNeverTarget(address, 80, OWN)).toBe(true),
  );
  test('our own ports on this machine, and no other', () => {
    expect(isNeverTarget('127.0.0.1', 3001, OWN)).toBe(true);
    expect(isNeverTarget('::1', 3000, OWN)).toBe(true);
    expect(isNeverTarget('::ffff:127.0.0.1', 3000, OWN)).toBe(true);
    expect(isNeverTarget('127.0.0.1', 8000, OWN)).toBe(false);
    expect(isNeverTarget('10.1.2.3', 3000, OWN)).toBe(false);
  });
});

test('a private address needs leave, a public one none', () => {
  const target = { port: 8000, ownPorts: OWN };
  for (const address of ['127.0.0.1', '10.0.0.1', '192.168.1.1', '::1', 'fd00::1']) {
    expect(isOpenTarget(address, { ...target, allowPrivate: false })).toBe(false);
    expect(isOpenTarget(address, { ...target, allowPrivate: true })).toBe(true);
  }
  expect(isOpenTarget('93.184.215.14', { ...target, allowPrivate: false })).toBe(true);
});
