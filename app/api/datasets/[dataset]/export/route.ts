import { exportCsv, exportDatasetOperation, exportParquetFile } from '@/lib/domain/datasets';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { ROWS_FILE } from '../../../rows-file';

export const GET = endpoint(exportDatasetOperation, ({ ctx, params, query: { format, number } }) => {
  const of = { ...params, number };
  return format === 'parquet'
    ? fileResponse(ROWS_FILE.parquet, exportParquetFile(ctx, of))
    : fileResponse(ROWS_FILE.csv, exportCsv(ctx, of));
});

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
