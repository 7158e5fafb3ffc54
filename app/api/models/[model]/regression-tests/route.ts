import { listRegressionTests, listRegressionTestsOperation } from '@/lib/domain/validation';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listRegressionTestsOperation, ({ ctx, params, query }) =>
  listRegressionTests(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
