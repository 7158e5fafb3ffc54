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
  const methodOf = (algorithm: 'ridge' | 'gradient-boosting') =>
    Recipe.parse(recipeOf({ ...draftOf(null), datasetId, task: 'regression', algorithm })).method;
  expect([methodOf('ridge'), methodOf('gradient-boosting')]).toMatchObject([{ l2: 1 }, { l2: 0 }]);
});

test('only settings of the chosen algorithm are looked at', () => {
  const draft = { ...draftOf(null), rounds: 0, stopRounds: null, leaves: 2.5 };
  expect(faultsOf(draft)).toEqual(['datasetId', 'rounds', 'leaves']);
  expect(faultsOf({ ...draft, datasetId, algorithm: 'logistic' })).toEqual([]);
  expect(faultsOf({ ...draft, datasetId, rounds: 1, leaves: 2, stopsEarly: true })).toEqual(['stopRounds']);
});

test('a trainer outside has parameters and, as a pipeline, an address; nothing else of it is looked at', () => {
  const draft = { ...draftOf(null), datasetId, rounds: null, folds: null, parameters: 'depth = 3\nname = late' };
  const python = { ...draft, algorithm: 'python' } as const;
  expect(faultsOf(python)).toEqual([]);
  expect(Recipe.parse(recipeOf(python))).toMatchObject({
    folds: 0,
    method: { algorithm: 'python', task: 'classification', parameters: { depth: 3, name: 'late' } },
  });
  const webhook = { ...draft, algorithm: 'webhook', parameters: 'depth' } as const;
  expect(faultsOf(webhook)).toEqual(['parameters', 'url']);
  expect(faultsOf({ ...webhook, url: 'ftp://ci.example' })).toContain('url');
});
