import { compareVersions, compareVersionsOperation } from '@/lib/domain/comparison';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(compareVersionsOperation, ({ ctx, params, query }) =>
  compareVersions(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
