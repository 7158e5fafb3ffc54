import { getSetUpOperation, getSetUpState, setUp, setUpOperation } from '@/lib/domain/people';
import { endpoint, systemCtx } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getSetUpOperation, ({ ctx }) => getSetUpState(ctx));
export const POST = endpoint(setUpOperation, ({ ctx, body }) => setUp(systemCtx(ctx), body));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
