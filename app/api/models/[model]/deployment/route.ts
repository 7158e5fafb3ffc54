import { deploy, deployOperation } from '@/lib/domain/registry';
import { passRegressionGate } from '@/lib/domain/validation';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(deployOperation, ({ ctx, params, query, body }) =>
  deploy(ctx, {
    ...params,
    deployment: body,
    gate: (tx, of) => passRegressionGate(tx, of, query.override),
  }),
);

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
