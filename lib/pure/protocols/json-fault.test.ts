import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJsonFault } from './json-fault';

test.each([
  ['{"a":[1,NaN]}', '1:9 NaN is no JSON; send null for a missing value'],
  ['[1,\n -Infinity]', '2:2 -Infinity is no JSON; send "Infinity" or "-Infinity", in quotes'],
  ['[inf]', '1:2 inf is no JSON; send "Infinity" or "-Infinity", in quotes'],
  ['{"a":True}', '1:6 True is no JSON; send true'],
  ['{"a":None}', '1:6 None is no JSON; send null'],
  ['[abc]', '1:2 abc is no JSON; a text stands in double quotes'],
  ["{'a':1}", '1:2 a text stands in double quotes, not in single ones'],
  ['[1,]', '1:4 a comma stands before "]"; leave it out'],
  ['{"a":1,}', '1:8 a comma stands before "}"; leave it out'],
  ['{"a" 1}', '1:6 ":" is missing here'],
  ['[1 2]', '1:4 "," or "]" is missing here'],
  ['{"a":1]', '1:7 "," or "}" is missing here'],
  ['[1]x', '1:4 something follows the end of the JSON'],
  ['{"inputs":[', '1:12 the body is cut off before a "[" is closed'],
  ['["ab', '1:2 a text that begins here has no end, or holds a line break or an unknown escape'],
  ['["a\\q"]', '1:2 a text that begins here has no end, or holds a line break or an unknown escape'],
  ['[01]', '1:3 "," or "]" is missing here'],
  ['[.5]', '1:2 a value is missing here'],
  ['  ', '1:3 the body is blank'],
  ['\ufeff{}', '1:1 a byte order mark stands before the JSON; leave it out'],
])('%j: position and what to do', (text, wanted) => {
  expect(() => JSON.parse(text)).toThrow();
  const { line, column, reason } = findJsonFault(text);
  expect(`${line}:${column} ${reason}`).toBe(wanted);
});

test('a cut JSON text is always at fault inside or at its end', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, nat) => {
      const cut = text.slice(0, nat % text.length);
      const { line, column, reason } = findJsonFault(cut);
      expect(line).toBe(1);
      expect(column).toBeLessThanOrEqual(cut.length + 1);
      expect(reason).not.toBe('');
    }),
  );
});

test('finds the fault at the end of 5 MB', () => {
  const text = `{"data":[${'1.5,'.repeat(1_300_000)}NaN]}`;
  expect(findJsonFault(text).column).toBe(text.length - 4);
});
