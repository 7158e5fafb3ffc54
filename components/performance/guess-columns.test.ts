import { expect, test } from 'vitest';
import { guessColumns } from './guess-columns';

test.each([
  [['id', 'actual'], { key: 'id', label: 'actual', by: 'id' }],
  [['when', 'Prediction_ID', 'y'], { key: 'Prediction_ID', label: 'y', by: 'id' }],
  [['entity', 'late'], { key: 'entity', label: 'late', by: 'context' }],
  [['flight', 'late'], { key: 'flight', label: 'late', by: 'id' }],
  [[], { key: '', label: '', by: 'id' }],
] as const)('of %j it means %j', (header, guess) => expect(guessColumns(header)).toEqual(guess));
