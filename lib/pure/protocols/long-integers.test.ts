import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longDigits, markLongIntegers } from './long-integers';

const marked = (text: string) => JSON.parse(markLongIntegers(text));

test('marks integers that JSON.parse would round, and nothing else', () => {
  expect(marked('[9007199254740993,-9223372036854775808]').map(longDigits)).toEqual([
    '9007199254740993',
    '-9223372036854775808',
  ]);
  for (const text of ['[1234567890123456.5]', '[0.12345678901234567]', '[1234567890123456e2]', '[123]'])
    expect(markLongIntegers(text)).toBe(text);
});

test('texts stay as they are, with any escapes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('\\', '"', '1234567890123456', '\\"12345678901234567'))),
      (texts) => {
        expect(marked(JSON.stringify([...texts, '1234567890123456']))).toEqual([...texts, '1234567890123456']);
      },
    ),
  );
});

test.each(['a', '\\n', '\\"'])('a text of 9 MB of %s beside a long integer does not run out of stack', (part) => {
  const text = part.repeat(9_000_000 / part.length);
  expect(longDigits(marked(`["${text}",12345678901234567890]`)[1])).toBe('12345678901234567890');
});
