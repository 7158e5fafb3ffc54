import { expect, test } from 'vitest';
import { TrainerEnded, TrainerRefused, type TrainerTask, trainInProcess } from '.';

const never = new AbortController().signal;

const task = (more: Partial<TrainerTask> = {}): TrainerTask => ({
  table: {
    columns: [{ name: 'x', values: Float64Array.from({ length: 4000 }, (_, i) => i % 97) }],
    target: Float64Array.from({ length: 4000 }, (_, i) => (i % 97) ** 2 + (i % 7)),
  },
  settings: { algorithm: 'ridge', task: 'regression', seed: 0 },
  folds: 0,
  splitBy: null,
  sample: Uint32Array.of(0, 96, 3999),
  ...more,
});
const slow = task({
  settings: {
    algorithm: 'gradient-boosting',
    task: 'regression',
    seed: 0,
    parameters: { rounds: 2000, leaves: 255, minRowsInLeaf: 1 },
  },
  folds: 10,
  splitBy: null,
});

test('a table goes to a process, and a model with its answers comes back', async () => {
  const stages: number[] = [];
  let learns = 0;
  const settings = { algorithm: 'gradient-boosting', task: 'regression', seed: 0 } as const;
  const { model, predictions, importance, crossValidation } = await trainInProcess(task({ settings, folds: 2 }), {
    withinMs: 20_000,
    signal: never,
    onLearn: () => {
      learns += 1;
    },
    onStage: ({ fold }) => stages.push(fold ?? -1),
  });
  expect(model.onnx.length).toBeGreaterThan(100);
  expect(predictions.kind === 'numbers' && predictions.values).toHaveLength(3);
  expect(importance.map(({ column }) => column)).toEqual(['x']);
  expect(crossValidation?.folds).toHaveLength(2);
  expect([...new Set(stages)]).toEqual([0, 1, -1]);
  expect(learns).toBe(1);
});

test('a process that takes longer than it may is ended, and so is one that nobody waits for', async () => {
  const late = trainInProcess(slow, { withinMs: 300, signal: never, onLearn: () => {}, onStage: () => {} });
  await expect(late).rejects.toThrow(new TrainerEnded('time'));
  const gone = new AbortController();
  const given = trainInProcess(slow, {
    withinMs: 60_000,
    signal: gone.signal,
    onLearn: () => {},
    onStage: () => gone.abort(new Error('enough')),
  });
  await expect(given).rejects.toThrow('enough');
});

test('what cannot be learnt from is refused, and a process that dies says so', async () => {
  const same = task();
  const constant = { ...same, table: { ...same.table, target: new Float64Array(4000) } };
  const refused = trainInProcess(constant, { withinMs: 20_000, signal: never, onLearn: () => {}, onStage: () => {} });
  await expect(refused).rejects.toBeInstanceOf(TrainerRefused);
  await expect(refused).rejects.toMatchObject({ refusal: { code: 'constant_target' } });
  const broken = { ...same, table: null } as unknown as TrainerTask;
  await expect(
    trainInProcess(broken, { withinMs: 20_000, signal: never, onLearn: () => {}, onStage: () => {} }),
  ).rejects.toThrow(new TrainerEnded('died'));
});
