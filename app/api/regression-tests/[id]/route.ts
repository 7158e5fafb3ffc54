import { takeOutRegressionTest, takeOutTestOperation } from '@/lib/domain/validation';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const DELETE = endpoint(takeOutTestOperation, async ({ ctx, params, query }) => {
  await takeOutRegressionTest(ctx, { ...params, ...query });
  return undefined;
});

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
