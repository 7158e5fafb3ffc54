import { expect, test } from 'vitest';
import { guessColumns } from './guess-columns';

test('takes names and kinds from a file, and leaves out what is no input', () => {
  const text =
    '\uFEFFid;age;region;note;label\n1;40;north;"a;b";yes\n2;41.5;north;c;no\n3;;north;d;no\n4;1;south;e;no\n';
  expect(guessColumns(text)).toEqual({
    columns: [
      { name: 'age', kind: 'number', unit: '', categories: [] },
      { name: 'region', kind: 'category', unit: '', categories: ['north', 'south'] },
      { name: 'note', kind: 'text', unit: '', categories: [] },
    ],
    leftOut: ['id', 'label'],
  });
});

test('a header alone gives numbers', () => {
  expect(guessColumns('a,b').columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['a', 'number'],
    ['b', 'number'],
  ]);
});
