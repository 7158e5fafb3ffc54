import { z } from 'zod';
import { type Operation, operation } from '@/lib/platform/http/operation';
import { ByVersion } from '../registry';
import { ReferenceUpload, ReferenceView } from './schema';

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

export const DATASET_OPERATIONS: readonly Operation[] = [getReferenceOperation, uploadReferenceOperation];
