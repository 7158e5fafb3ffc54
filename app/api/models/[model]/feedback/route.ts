import { importFeedback, importFeedbackOperation, listFeedback, listFeedbackOperation } from '@/lib/domain/feedback';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

const LIMIT = 10 * 1024 * 1024;

export const GET = endpoint(listFeedbackOperation, ({ ctx, params, query }) =>
  listFeedback(ctx, { ...params, ...query }),
);
export const POST = endpoint(importFeedbackOperation, ({ ctx, params, query, request }) =>
  importFeedback(ctx, { ...params, ...query, body: csvBody(request, LIMIT) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
