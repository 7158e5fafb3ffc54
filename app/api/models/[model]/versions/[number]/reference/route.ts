import {
  getReference,
  getReferenceOperation,
  tableCsv,
  uploadReference,
  uploadReferenceOperation,
} from '@/lib/domain/datasets';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

const LIMIT = 50 * 1024 * 1024;

export const GET = endpoint(getReferenceOperation, ({ ctx, params }) => getReference(ctx, params));
export const POST = endpoint(uploadReferenceOperation, ({ ctx, params, query, request }) =>
  uploadReference(ctx, {
    ...params,
    ...query,
    body: tableCsv(request.headers.get('content-type'), csvBody(request, LIMIT)),
  }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
