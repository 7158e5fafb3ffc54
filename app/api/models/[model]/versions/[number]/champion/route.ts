import { promoteVersion, promoteVersionOperation } from '@/lib/domain/registry';
import { passRegressionGate } from '@/lib/domain/validation';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(promoteVersionOperation, ({ ctx, params, query }) =>
  promoteVersion(ctx, { ...params, gate: (tx, of) => passRegressionGate(tx, of, query.override) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
