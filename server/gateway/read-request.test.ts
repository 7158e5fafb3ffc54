import { expect, test } from 'vitest';
import { readJson } from './read-request';

test('says where a body stops being JSON, and what to send instead', () => {
  expect(() => readJson(Buffer.from('{"data":[1,\nNaN]}'))).toThrow(
    'The body is no JSON: line 2, column 1: NaN is no JSON; send null for a missing value.',
  );
  expect(() => readJson(Buffer.from('[12345678901234567890,}'))).toThrow('line 1, column 23');
  expect(() => readJson(Buffer.from(''))).toThrow('empty');
  expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('UTF-8');
  expect(() => readJson(Buffer.from(`${'['.repeat(33)}${']'.repeat(33)}`))).toThrow('32 levels');
});
