import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import {
  FirstModel,
  FirstModelStarted,
  LogPage,
  Recipe,
  RecipeView,
  RunDetail,
  RunPage,
  StartRun,
  TrainingRun,
  Triggers,
  TriggersPlan,
  TriggersView,
} from './schema';
import { TRAINER_OPERATIONS } from './trainer-operations';

const ByRun = ByModel.extend({ run: z.coerce.number().int().min(1).max(2_147_483_647) });

export const getRecipeOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/training-recipe',
  summary: 'How a model is trained again: dataset, columns, algorithm',
  access: 'training.view',
  params: ByModel,
  reply: RecipeView,
});
export const saveRecipeOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/training-recipe',
  summary: 'Say how a model is trained again',
  access: 'training.manage',
  params: ByModel,
  body: Recipe,
  reply: RecipeView,
});
export const retrainOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/retrain',
  summary: 'Train a model again by its recipe; the new version waits until somebody promotes it',
  access: 'training.manage',
  params: ByModel,
  body: StartRun,
  reply: TrainingRun,
  status: 202,
});
export const trainFirstModelOperation = operation({
  method: 'POST',
  path: '/api/datasets/{dataset}/train',
  summary: 'Make a model and start its first training run on a dataset; its version 1 waits until somebody promotes it',
  access: 'training.manage',
  params: z.object({ dataset: z.string() }),
  body: FirstModel,
  reply: FirstModelStarted,
  status: 202,
  alsoStatuses: [409],
});
export const listRunsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/training-runs',
  summary: 'Training runs of a model, newest first',
  access: 'training.view',
  params: ByModel,
  query: z.object({ cursor: z.coerce.number().int().min(1).optional(), limit: PageLimit }),
  reply: RunPage,
});
export const getRunOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/training-runs/{run}',
  summary: 'A training run: state, steps, pinned inputs, losses and what came out',
  access: 'training.view',
  params: ByRun,
  reply: RunDetail,
});
export const getRunLogOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/training-runs/{run}/log',
  summary: 'What a training run said, from a line on',
  access: 'training.view',
  params: ByRun,
  query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
  reply: LogPage,
});
export const stopRunOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/training-runs/{run}/stop',
  summary: 'Stop a training run that waits or works',
  access: 'training.manage',
  params: ByRun,
  reply: TrainingRun,
});

export const getTriggersOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/training-triggers',
  summary: 'When a model is trained again by itself',
  access: 'training.view',
  params: ByModel,
  reply: TriggersView,
});
export const saveTriggersOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/training-triggers',
  summary: 'Say when a model is trained again by itself, how often at most, and when not',
  access: 'training.manage',
  params: ByModel,
  body: Triggers,
  reply: TriggersView,
});
export const planTriggersOperation = operation({
  method: 'POST',
  path: '/api/models/{model}/training-triggers/plan',
  summary: 'When triggers would have trained a model in the last 90 days; nothing is saved',
  access: 'training.manage',
  params: ByModel,
  body: Triggers,
  reply: TriggersPlan,
});

export const RETRAINING_OPERATIONS: readonly Operation[] = [
  getRecipeOperation,
  saveRecipeOperation,
  retrainOperation,
  trainFirstModelOperation,
  listRunsOperation,
  getRunOperation,
  getRunLogOperation,
  stopRunOperation,
  getTriggersOperation,
  saveTriggersOperation,
  planTriggersOperation,
  ...TRAINER_OPERATIONS,
];
