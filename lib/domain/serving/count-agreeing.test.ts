import { expect, test } from 'vitest';
import { countAgreeing } from './count-agreeing';

test('classes agree when they are equal, numbers within 1 %', () => {
  expect(countAgreeing(['cat', 'dog', 'cat'], ['cat', 'cat', 'cat'])).toBe(2);
  expect(countAgreeing(['100', '100', '-2', '0'], ['101', '101.1', '-2.01', '0'])).toBe(3);
});

test('nothing agrees with what is missing, empty or no number', () => {
  expect(countAgreeing(['1', '', '5', 'NaN'], ['1'])).toBe(1);
  expect(countAgreeing(['', '0', 'x'], ['', '', '1'])).toBe(1);
});
