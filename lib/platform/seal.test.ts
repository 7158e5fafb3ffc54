import { expect, test } from 'vitest';
import { seal, unseal } from './seal';

const SECRET = 'of the installation'.repeat(2);

test('what is sealed is read again with the same secret, and differs each time', () => {
  const [first, second] = [seal('Ação {"a":1}', SECRET), seal('Ação {"a":1}', SECRET)];
  expect(first).not.toBe(second);
  expect([first, second].map((sealed) => unseal(sealed, SECRET))).toEqual(['Ação {"a":1}', 'Ação {"a":1}']);
  expect(unseal(seal('', SECRET), SECRET)).toBe('');
});

test('another secret, a changed byte and what was never sealed give nothing', () => {
  const sealed = seal('value', SECRET);
  const changed = Buffer.from(sealed, 'base64');
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(unseal(sealed, `${SECRET}x`)).toBeNull();
  expect(unseal(changed.toString('base64'), SECRET)).toBeNull();
  expect(unseal('', SECRET)).toBeNull();
});
