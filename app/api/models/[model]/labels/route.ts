import { importLabels, importLabelsOperation } from '@/lib/domain/feedback';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

const LIMIT = 10 * 1024 * 1024;

export const POST = endpoint(importLabelsOperation, ({ ctx, params, query, request }) =>
  importLabels(ctx, { ...params, ...query, body: csvBody(request, LIMIT) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
