import { acceptInvitation, acceptInvitationOperation } from '@/lib/domain/people';
import { endpoint, systemCtx } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(acceptInvitationOperation, ({ ctx, params, body }) =>
  acceptInvitation(systemCtx(ctx), { ...body, token: params.token }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
