import { checkParity, checkParityOperation, gatewayInference } from '@/lib/domain/validation';
import { csvBody } from '@/lib/platform/http/read-csv';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

const LIMIT = 10 * 1024 * 1024;

export const POST = endpoint(checkParityOperation, ({ ctx, params, query, request }) =>
  checkParity(ctx, { ...params, ...query, body: csvBody(request, LIMIT), infer: gatewayInference() }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
