import { exportParquet, exportPredictions, exportPredictionsOperation } from '@/lib/domain/predictions';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

const CSV = { filename: 'predictions.csv', contentType: 'text/csv; charset=utf-8' };
const PARQUET = { filename: 'predictions.parquet', contentType: 'application/vnd.apache.parquet' };

export const GET = endpoint(exportPredictionsOperation, ({ ctx, params, query: { format, ...filter } }) => {
  const of = { ...params, ...filter };
  return format === 'parquet'
    ? fileResponse(PARQUET, exportParquet(ctx, of))
    : fileResponse(CSV, exportPredictions(ctx, of));
});

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
