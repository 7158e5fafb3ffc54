import { testHook, testHookOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';
import { requestAddress } from '../../../request-address';

export const POST = endpoint(testHookOperation, ({ ctx, params, request }) =>
  testHook(ctx, { ...params, publicUrl: requestAddress(request) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
