import { expect, test } from 'vitest';
import { golden, splitSet } from './fixtures/read-sets';
import { scorePredictions } from './score-predictions';
import { trainModel } from './train-model';

test.each(['breast_cancer', 'diabetes', 'wine'] as const)(
  'is within one percent of HistGradientBoosting of scikit-learn 1.7.2, %s',
  async (name) => {
    const { learnt, judged } = splitSet(name);
    const task = name === 'diabetes' ? 'regression' : 'classification';
    const model = await trainModel(learnt, { algorithm: 'gradient-boosting', task, seed: 1 });
    const { rmse, logLoss } = scorePredictions(model.predict(judged.columns), { values: judged.target });
    const expected = golden.boosting[name].rmse ?? golden.boosting[name].logLoss ?? Number.NaN;
    expect(Math.abs((rmse ?? logLoss ?? Number.NaN) / expected - 1)).toBeLessThan(0.01);
    expect(model.keptRounds).toBe(100);
    expect(model.losses).toHaveLength(100);
  },
);
