import { expect, test } from 'vitest';
import { readParameters, writeParameters } from './parameter-lines';

test('lines become parameters of the kind that they look like, and lines again', () => {
  const read = readParameters('rounds = 50\n\n share=0.25 \nname = late or not\nfast = true\nzip = "0070"');
  const parameters = { rounds: 50, share: 0.25, name: 'late or not', fast: true, zip: '0070' };
  expect(read).toEqual({ parameters });
  expect(readParameters(writeParameters({ ...parameters, odd: ' x', no: 'true', empty: '' }).join('\n'))).toEqual({
    parameters: { ...parameters, odd: ' x', no: 'true', empty: '' },
  });
});

test('tells the first line that is no parameter, or whose name was there', () => {
  expect([
    readParameters('a = 1\nb'),
    readParameters('a = 1\na = 2'),
    readParameters('= 1'),
    readParameters('a ='),
  ]).toEqual([{ line: 2 }, { line: 2 }, { line: 1 }, { line: 1 }]);
  expect(readParameters('')).toEqual({ parameters: {} });
});
