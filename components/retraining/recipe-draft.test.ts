import { expect, test } from 'vitest';
import { Recipe } from '@/lib/domain/retraining/schema';
import { draftOf, faultsOf, recipeOf } from './recipe-draft';

const datasetId = '01999999-0000-7000-8000-000000000000';
const given = (method: object) => Recipe.parse({ datasetId, method, folds: 5, seed: 3, maxMinutes: 10 });

test('a recipe comes out of its form as it went in', () => {
  for (const method of [
    { algorithm: 'ridge', l2: 2, impute: 'median' },
    { algorithm: 'logistic', l2: 0.5 },
    { algorithm: 'gradient-boosting', task: 'regression', rounds: 50, earlyStopping: { rounds: 5, share: 0.2 } },
    { algorithm: 'gradient-boosting', task: 'classification', l2: 1 },
  ]) {
    const recipe = given(method);
    const draft = draftOf(recipe);
    expect(faultsOf(draft)).toEqual([]);
    expect(Recipe.parse(recipeOf(draft))).toEqual(recipe);
  }
});

test('an empty l2 is the default of the algorithm', () => {
  const l2Of = (algorithm: 'ridge' | 'gradient-boosting') =>
    Recipe.parse(recipeOf({ ...draftOf(null), datasetId, task: 'regression', algorithm })).method.l2;
  expect([l2Of('ridge'), l2Of('gradient-boosting')]).toEqual([1, 0]);
});

test('only settings of the chosen algorithm are looked at', () => {
  const draft = { ...draftOf(null), rounds: 0, stopRounds: null, leaves: 2.5 };
  expect(faultsOf(draft)).toEqual(['datasetId', 'rounds', 'leaves']);
  expect(faultsOf({ ...draft, datasetId, algorithm: 'logistic' })).toEqual([]);
  expect(faultsOf({ ...draft, datasetId, rounds: 1, leaves: 2, stopsEarly: true })).toEqual(['stopRounds']);
});
