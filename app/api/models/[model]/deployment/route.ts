import { deploy, deployOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const PUT = endpoint(deployOperation, ({ ctx, params, body }) => deploy(ctx, { ...params, deployment: body }));

const refuse = methodNotAllowed('PUT');

export { refuse as GET, refuse as POST, refuse as PATCH, refuse as DELETE };
