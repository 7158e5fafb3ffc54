import { exportItems, exportItemsOperation } from '@/lib/domain/review';
import { fileResponse } from '@/lib/platform/http/file-response';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

const FILES = {
  csv: { ending: 'csv', contentType: 'text/csv; charset=utf-8' },
  jsonl: { ending: 'jsonl', contentType: 'application/x-ndjson' },
  parquet: { ending: 'parquet', contentType: 'application/vnd.apache.parquet' },
  'label-studio': { ending: 'label-studio.json', contentType: 'application/json' },
  argilla: { ending: 'argilla.json', contentType: 'application/json' },
} as const;

export const GET = endpoint(exportItemsOperation, ({ ctx, params, query }) => {
  const { ending, contentType } = FILES[query.format];
  return fileResponse(
    { filename: `reviews-${query.split}.${ending}`, contentType },
    exportItems(ctx, { ...params, ...query }),
  );
});

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
