import { noteClaim, noteClaimOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(noteClaimOperation, ({ ctx, params, body }) => noteClaim(ctx, { ...params, notes: body }));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
