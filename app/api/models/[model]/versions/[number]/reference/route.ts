import {
  getReference,
  getReferenceOperation,
  parquetCsv,
  uploadReference,
  uploadReferenceOperation,
} from '@/lib/domain/datasets';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

const LIMIT = 50 * 1024 * 1024;
const PARQUET = /^application\/(vnd\.apache\.parquet|x-parquet|parquet)\b/;

/** A CSV body as it comes, a Parquet body as CSV. */
async function* tableBody(request: Request): AsyncGenerator<Uint8Array> {
  const isParquet = PARQUET.test(request.headers.get('content-type') ?? '');
  if (!isParquet) return yield* csvBody(request, LIMIT);
  const chunks: Uint8Array[] = [];
  for await (const chunk of csvBody(request, LIMIT)) chunks.push(chunk);
  yield* parquetCsv(Buffer.concat(chunks));
}

export const GET = endpoint(getReferenceOperation, ({ ctx, params }) => getReference(ctx, params));
export const POST = endpoint(uploadReferenceOperation, ({ ctx, params, query, request }) =>
  uploadReference(ctx, { ...params, ...query, body: tableBody(request) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
