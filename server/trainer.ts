// Trains one model for the worker. A process of its own: learning takes a processor for minutes, and memory by the size of the table.
import type { TrainerMessage, TrainerTask } from '@/lib/engine/trainer';
import { crossValidate } from '@/lib/pure/trainers/cross-validate';
import { permutationImportance } from '@/lib/pure/trainers/permutation-importance';
import { spreadRows } from '@/lib/pure/trainers/spread-rows';
import { trainModel } from '@/lib/pure/trainers/train-model';
import { TrainingRefused } from '@/lib/pure/trainers/training-refused';
import { cellsAt, takeTableRows } from '@/lib/pure/trainers/training-table';

/** Rows by which columns are ranked; more say the same. */
const IMPORTANCE_ROWS = 20_000;

const say = (message: TrainerMessage): void => {
  process.send?.(message);
};

process.on('disconnect', () => process.exit(0));
process.once('message', (task: TrainerTask) => {
  train(task).then(
    (message) => process.send?.(message, () => process.exit(0)),
    (error: unknown) => {
      if (!(error instanceof TrainingRefused)) throw error;
      const { code, column, numbers } = error;
      const message: TrainerMessage = { refused: { code, column, numbers } };
      process.send?.(message, () => process.exit(0));
    },
  );
});

async function train({ table, settings, folds, splitBy, sample }: TrainerTask): Promise<TrainerMessage> {
  const crossValidation =
    folds === 0
      ? null
      : await crossValidate(
          table,
          settings,
          { folds, ...(splitBy === null ? {} : { by: splitBy }) },
          {
            report: ({ fold, round, rounds, trainLoss, validationLoss }) =>
              say({ stage: { fold: fold - 1, round, rounds, trainLoss, validationLoss } }),
          },
        );
  say('learns');
  const trained = await trainModel(table, settings, {
    report: (stage) => say({ stage: { fold: null, ...stage } }),
  });
  const importance = permutationImportance(
    trained,
    takeTableRows(table, spreadRows(table.target.length, IMPORTANCE_ROWS)),
    {
      repeats: 1,
      seed: settings.seed,
    },
  );
  let step = importance.next();
  while (!step.done) step = importance.next();
  const { predict, fitted: _, ...model } = trained;
  const predictions = predict(table.columns.map((column) => ({ ...column, values: cellsAt(column.values, sample) })));
  return { result: { model, crossValidation, importance: step.value, predictions } };
}
