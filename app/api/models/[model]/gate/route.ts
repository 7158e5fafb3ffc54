import { getGate, getGateOperation, saveGate, saveGateOperation } from '@/lib/domain/validation';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getGateOperation, ({ ctx, params }) => getGate(ctx, params));
export const PUT = endpoint(saveGateOperation, ({ ctx, params, body }) => saveGate(ctx, { ...params, rules: body }));

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
