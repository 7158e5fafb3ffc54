import { evaluateVersion, evaluateVersionOperation, gatewayInference } from '@/lib/domain/validation';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

const LIMIT = 10 * 1024 * 1024;

export const POST = endpoint(evaluateVersionOperation, ({ ctx, params, query, request }) =>
  evaluateVersion(ctx, { ...params, ...query, body: csvBody(request, LIMIT), infer: gatewayInference() }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
