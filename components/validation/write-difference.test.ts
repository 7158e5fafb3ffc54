import { expect, test } from 'vitest';
import { writeDifference } from './write-difference';

test('writes small differences with an exponent', () => {
  expect(writeDifference(3e-7, 'en')).toBe('3e-7');
  expect(writeDifference(3.21e-7, 'pt-BR')).toBe('3,2e-7');
  expect(writeDifference(0.01234, 'en')).toBe('0.0123');
  expect(writeDifference(0, 'en')).toBe('0');
});
