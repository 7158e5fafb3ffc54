import { revokeKey, revokeKeyOperation } from '@/lib/domain/people';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const DELETE = endpoint(revokeKeyOperation, ({ ctx, params }) => revokeKey(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
