import { getEnvironments, getEnvironmentsOperation, putIntoStaging, setStagingOperation } from '@/lib/domain/promotion';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getEnvironmentsOperation, ({ ctx, params }) => getEnvironments(ctx, params));
export const PUT = endpoint(setStagingOperation, ({ ctx, params, body }) =>
  putIntoStaging(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
