import { type Operation, operation } from '@/lib/platform/http/operation';
import { IngestQuery, IngestReply } from './schema';

export const ingestOperation = operation({
  method: 'POST',
  path: '/api/ingest',
  summary:
    'Send predictions that another server made: JSON, NDJSON, CSV, Parquet, MLflow tables, CloudEvents of KServe and Seldon, SageMaker data capture',
  access: 'prediction.ingest',
  query: IngestQuery,
  rawBody: {
    contentType: 'application/x-ndjson',
    description:
      'Rows with their answers, up to 50,000 and 64 MB, a JSON document or events up to 16 MB. All of them are stored, or none.',
  },
  reply: IngestReply,
  alsoStatuses: [409],
});

export const INGEST_OPERATIONS: readonly Operation[] = [ingestOperation];
