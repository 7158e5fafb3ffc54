import { expect, test } from 'vitest';
import { chooseLocale, nonceOf, oneOf, themes } from './locale';

test('prefers the cookie, then the heaviest known language, then English', () => {
  expect(chooseLocale('pt-BR', 'en')).toBe('pt-BR');
  expect(chooseLocale('de', 'de-DE,pt;q=0.7,en;q=0.6')).toBe('pt-BR');
  expect(chooseLocale(undefined, 'en;q=0.1,pt-PT;q=0.9')).toBe('pt-BR');
  expect(chooseLocale(null, 'de,pt;q=0')).toBe('en');
});

test('falls back to the given theme when a cookie holds something else', () => {
  expect(oneOf(themes, 'neon', 'system')).toBe('system');
});

test('reads the nonce from its own header or from the policy', () => {
  expect(nonceOf(new Headers({ 'x-nonce': 'abc' }))).toBe('abc');
  expect(nonceOf(new Headers({ 'content-security-policy': "script-src 'nonce-Zm9v' 'self'" }))).toBe('Zm9v');
  expect(nonceOf(new Headers())).toBeUndefined();
});
