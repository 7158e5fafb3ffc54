import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { PageLimit } from '@/lib/platform/http/page';
import { ByModel } from '../registry';
import {
  BehindFilter,
  FailurePage,
  PersonalContextBody,
  PersonalContextView,
  PredictionDetail,
  PredictionFilter,
  PredictionPage,
  RowCursor,
  Storage,
} from './schema';

export const listPredictionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/predictions',
  summary: 'Rows of the log of a model, newest first; end users get their own',
  access: 'prediction.view-own',
  params: ByModel,
  query: PredictionFilter.extend({ ...BehindFilter.partial().shape, cursor: RowCursor.optional(), limit: PageLimit }),
  reply: PredictionPage,
});
export const exportPredictionsOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/predictions/export',
  summary: 'The same rows as CSV or Parquet, with their inputs',
  access: 'prediction.view-own',
  params: ByModel,
  query: PredictionFilter.extend({ format: z.enum(['csv', 'parquet']).default('csv') }),
  reply: {
    contentType: 'text/csv',
    description: 'One line per row, newest first; as application/vnd.apache.parquet where that is the format.',
  },
});
export const getStorageOperation = operation({
  method: 'GET',
  path: '/api/storage',
  summary: 'What the log of all projects takes on disk, and when the disk will be full (owner of the installation)',
  access: 'signed-in',
  reply: Storage,
  alsoStatuses: [403],
});
export const listFailuresOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/failures',
  summary: 'Calls on a model that were refused or failed, newest first; end users get their own',
  access: 'prediction.view-own',
  params: ByModel,
  query: PredictionFilter.pick({ from: true, to: true, version: true, origin: true }).extend({
    cursor: z.uuid().optional(),
    limit: PageLimit,
  }),
  reply: FailurePage,
});
export const getPredictionOperation = operation({
  method: 'GET',
  path: '/api/predictions/{id}',
  summary: 'One row of the log: inputs, context, answer, timing, feedback and labels',
  access: 'prediction.view-own',
  params: z.object({ id: z.string() }),
  reply: PredictionDetail,
});

export const getPersonalContextOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/personal-context',
  summary: 'What the log keeps of the context of a model’s rows, and the keys that newer calls had',
  access: 'prediction.view',
  params: ByModel,
  reply: PersonalContextView,
});
export const setPersonalContextOperation = operation({
  method: 'PUT',
  path: '/api/models/{model}/personal-context',
  summary: 'Keep context values as fingerprints or not at all, from now on and for all versions',
  access: 'version.manage',
  params: ByModel,
  body: PersonalContextBody,
  reply: PersonalContextView,
  alsoStatuses: [409],
});

export const PREDICTION_OPERATIONS: readonly Operation[] = [
  getStorageOperation,
  listPredictionsOperation,
  exportPredictionsOperation,
  listFailuresOperation,
  getPredictionOperation,
  getPersonalContextOperation,
  setPersonalContextOperation,
];
