import { expect, test } from 'vitest';
import { writeCsv } from './csv';

test('quotes what needs it, leaves gaps empty and disarms formulas', () => {
  expect(
    writeCsv(
      ['day', 'note'],
      [
        ['2026-08-29', 'fog, "thick"'],
        [-0.5, null],
        ['=1+1', Number.NaN],
      ],
    ),
  ).toBe('day,note\r\n2026-08-29,"fog, ""thick"""\r\n-0.5,\r\n\'=1+1,\r\n');
});
