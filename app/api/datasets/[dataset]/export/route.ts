import { exportCsv, exportDatasetOperation, exportParquetFile } from '@/lib/domain/datasets';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

const CSV = { filename: 'dataset.csv', contentType: 'text/csv; charset=utf-8' };
const PARQUET = { filename: 'dataset.parquet', contentType: 'application/vnd.apache.parquet' };

export const GET = endpoint(exportDatasetOperation, ({ ctx, params, query: { format, number } }) => {
  const of = { ...params, number };
  return format === 'parquet'
    ? fileResponse(PARQUET, exportParquetFile(ctx, of))
    : fileResponse(CSV, exportCsv(ctx, of));
});

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
