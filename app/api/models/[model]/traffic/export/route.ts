import { exportTraffic, exportTrafficOperation, exportTrafficParquet } from '@/lib/domain/monitoring';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

const CSV = { filename: 'traffic.csv', contentType: 'text/csv; charset=utf-8' };
const PARQUET = { filename: 'traffic.parquet', contentType: 'application/vnd.apache.parquet' };

export const GET = endpoint(exportTrafficOperation, ({ ctx, params, query: { format, ...range } }) => {
  const of = { ...params, ...range };
  return format === 'parquet'
    ? fileResponse(PARQUET, exportTrafficParquet(ctx, of))
    : fileResponse(CSV, exportTraffic(ctx, of));
});

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
