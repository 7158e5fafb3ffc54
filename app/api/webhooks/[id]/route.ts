import { deleteHookOperation, removeHook, updateHook, updateHookOperation } from '@/lib/domain/alerts';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const PATCH = endpoint(updateHookOperation, ({ ctx, params, body }) => updateHook(ctx, { ...body, ...params }));
export const DELETE = endpoint(deleteHookOperation, ({ ctx, params }) => removeHook(ctx, params));

const refuse = methodNotAllowed('PATCH', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PUT };
