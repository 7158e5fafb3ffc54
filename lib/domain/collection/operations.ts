import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { DatasetBuild } from '../datasets/schema';
import { ByModel } from '../registry';
import { LoggedKeys, LogQuery, NewBuild, QueryPreview } from './schema';

export const listLoggedKeysOperation = operation({
  method: 'GET',
  path: '/api/models/{model}/logged-keys',
  summary: 'Inputs, context keys, versions and days that the log of a model has, for a dataset made of it',
  access: 'dataset.view',
  params: ByModel,
  reply: LoggedKeys,
});
export const previewQueryOperation = operation({
  method: 'POST',
  path: '/api/dataset-builds/preview',
  summary: 'What a query of the log would give: rows, labels, exam rows that are left out. Stores nothing',
  access: 'dataset.view',
  body: z.strictObject({ query: LogQuery }),
  reply: QueryPreview,
});
export const listBuildsOperation = operation({
  method: 'GET',
  path: '/api/dataset-builds',
  summary: 'Versions of datasets that are made from the log, newest first',
  access: 'dataset.view',
  reply: z.object({ builds: z.array(DatasetBuild) }),
});
export const startBuildOperation = operation({
  method: 'POST',
  path: '/api/dataset-builds',
  summary: 'Make a version of a dataset from logged rows and their labels; exam rows never enter',
  access: 'dataset.upload',
  body: NewBuild,
  reply: DatasetBuild,
  status: 202,
  alsoStatuses: [409],
});
export const cancelBuildOperation = operation({
  method: 'DELETE',
  path: '/api/dataset-builds/{id}',
  summary: 'Stop making a version; nothing of it is kept',
  access: 'dataset.upload',
  params: z.object({ id: z.string() }),
  reply: NO_CONTENT,
  status: 204,
});

export const COLLECTION_OPERATIONS: readonly Operation[] = [
  listLoggedKeysOperation,
  previewQueryOperation,
  listBuildsOperation,
  startBuildOperation,
  cancelBuildOperation,
];
