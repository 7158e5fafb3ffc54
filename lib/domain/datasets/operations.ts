import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { NO_CONTENT } from '@/lib/platform/http/page';
import { ByVersion } from '../registry';
import {
  CompareQuery,
  DatasetComparison,
  DatasetList,
  DatasetRows,
  DatasetSplit,
  DatasetUpload,
  DatasetView,
  ReferenceUpload,
  ReferenceView,
  SavedUpload,
  SaveUpload,
  SplitQuery,
  TakeDatasetReference,
} from './schema';

const PATH = '/api/models/{model}/versions/{number}/reference';

export const getReferenceOperation = operation({
  method: 'GET',
  path: PATH,
  summary: 'The reference profile that drift of a version is measured against',
  access: 'dataset.view',
  params: ByVersion,
  reply: ReferenceView,
});
export const uploadReferenceOperation = operation({
  method: 'POST',
  path: PATH,
  summary: 'Upload the training rows of a version as its reference',
  access: 'dataset.upload',
  params: ByVersion,
  query: z.object({ filename: z.string().min(1).max(255).default('reference.csv') }),
  rawBody: {
    contentType: 'text/csv',
    description: 'A CSV file of up to 50 MB, header first, UTF-8; or Parquet, as application/vnd.apache.parquet.',
  },
  reply: ReferenceUpload,
  status: 201,
});

const ByDataset = z.object({ dataset: z.string() });
const ByNumber = z.object({
  number: z.coerce.number().int().positive().optional().describe('The newest version where it is left out.'),
});

export const listDatasetsOperation = operation({
  method: 'GET',
  path: '/api/datasets',
  summary: 'The datasets of the project with their newest versions',
  access: 'dataset.view',
  reply: DatasetList,
});
export const uploadDatasetOperation = operation({
  method: 'POST',
  path: '/api/dataset-uploads',
  summary: 'Send the rows of a dataset: columns and their types are found and told; it waits a day to be saved',
  access: 'dataset.upload',
  query: z.object({ filename: z.string().min(1).max(255).default('dataset.csv') }),
  rawBody: {
    contentType: 'text/csv',
    description: 'A CSV file of up to 50 MB, header first, UTF-8; or Parquet, as application/vnd.apache.parquet.',
  },
  reply: DatasetUpload,
  status: 201,
});
export const saveDatasetOperation = operation({
  method: 'POST',
  path: '/api/datasets',
  summary: 'Save an upload as a version of a dataset with types and roles of its columns, or try it with dryRun',
  access: 'dataset.upload',
  body: SaveUpload,
  bodyLimit: 4 * 1024 * 1024,
  reply: SavedUpload,
  status: 201,
  alsoStatuses: [409],
});
export const getDatasetOperation = operation({
  method: 'GET',
  path: '/api/datasets/{dataset}',
  summary: 'A version of a dataset: columns, roles, source, profile, and what was learnt from it',
  access: 'dataset.view',
  params: ByDataset,
  query: ByNumber,
  reply: DatasetView,
});
export const deleteDatasetOperation = operation({
  method: 'DELETE',
  path: '/api/datasets/{dataset}',
  summary: 'Delete a dataset with all of its versions',
  access: 'dataset.upload',
  params: ByDataset,
  reply: NO_CONTENT,
  status: 204,
});
export const previewRowsOperation = operation({
  method: 'GET',
  path: '/api/datasets/{dataset}/rows',
  summary: 'The first 100 rows of a version; moments in milliseconds since 1970',
  access: 'dataset.view',
  params: ByDataset,
  query: ByNumber,
  reply: DatasetRows,
});
export const exportDatasetOperation = operation({
  method: 'GET',
  path: '/api/datasets/{dataset}/export',
  summary: 'All rows of a version as CSV or Parquet',
  access: 'dataset.view',
  params: ByDataset,
  query: ByNumber.extend({ format: z.enum(['csv', 'parquet']).default('csv') }),
  reply: { contentType: 'text/csv', description: 'The rows; Parquet as application/vnd.apache.parquet.' },
});
export const takeDatasetReferenceOperation = operation({
  method: 'POST',
  path: '/api/datasets/{dataset}/reference',
  summary: 'Make the rows of a dataset the reference that drift of a version is measured against',
  access: 'dataset.upload',
  params: ByDataset,
  body: TakeDatasetReference,
  reply: ReferenceUpload,
  status: 201,
});
export const splitDatasetOperation = operation({
  method: 'GET',
  path: '/api/datasets/{dataset}/split',
  summary: 'The two parts that a split by time or by group makes of a version, counted',
  access: 'dataset.view',
  params: ByDataset,
  query: SplitQuery,
  reply: DatasetSplit,
});
export const compareDatasetsOperation = operation({
  method: 'GET',
  path: '/api/datasets/{dataset}/comparison',
  summary: 'What changed from an earlier version, of this dataset or another, to this one',
  access: 'dataset.view',
  params: ByDataset,
  query: ByNumber.extend(CompareQuery.shape),
  reply: DatasetComparison,
});

export const DATASET_OPERATIONS: readonly Operation[] = [
  getReferenceOperation,
  uploadReferenceOperation,
  listDatasetsOperation,
  uploadDatasetOperation,
  saveDatasetOperation,
  getDatasetOperation,
  deleteDatasetOperation,
  previewRowsOperation,
  exportDatasetOperation,
  takeDatasetReferenceOperation,
  splitDatasetOperation,
  compareDatasetsOperation,
];
