import { expect, test } from 'vitest';
import { readPassedContext } from './passed-context';

test('an object is said of every row, a list of one row each, and nothing is nothing', () => {
  expect(readPassedContext('{"entity":42,"time":"2026-01-02"}')(2)).toEqual([
    { entity: '42', time: '2026-01-02' },
    { entity: '42', time: '2026-01-02' },
  ]);
  const each = readPassedContext('[{"entity":"a"},{"site":"b\\u00e9"}]');
  expect(each(2)).toEqual([{ entity: 'a' }, { site: 'bé' }]);
  expect(each(3)).toBeNull();
  expect(readPassedContext(undefined)(1)).toBeNull();
  expect(readPassedContext('{}')(1)).toBeNull();
});

test.each(['entity=42', '[]', '[1]', 'null', '"a"', '{"entity":{}}', '{"a b":1}', `{"x":"${'y'.repeat(257)}"}`])(
  'refuses %s',
  (header) => {
    expect(() => readPassedContext(header)).toThrow();
  },
);
