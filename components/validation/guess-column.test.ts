import { expect, test } from 'vitest';
import { guessPrediction, guessTarget } from './guess-column';

test('finds the predictions in the order the server looks for them', () => {
  expect(guessPrediction(['age', 'Label', 'predicted'])).toBe('predicted');
  expect(guessPrediction(['age', 'probability_1'])).toBeNull();
});

test('finds the truth among the columns that the model does not take', () => {
  expect(guessTarget(['age', 'target', 'day'], ['age'])).toBe('target');
  expect(guessTarget(['age', 'bmi', 'fast'], ['age', 'bmi'])).toBe('fast');
  expect(guessTarget(['label', 'bmi'], ['label', 'bmi'])).toBeNull();
});
