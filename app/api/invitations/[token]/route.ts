import {
  getInvitationOperation,
  getOpenInvitation,
  revokeInvitation,
  revokeInvitationOperation,
} from '@/lib/domain/people';
import { endpoint, systemCtx } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(getInvitationOperation, ({ ctx, params }) => getOpenInvitation(systemCtx(ctx), params));
export const DELETE = endpoint(revokeInvitationOperation, ({ ctx, params }) =>
  revokeInvitation(ctx, { id: params.token }),
);

const refuse = methodNotAllowed('GET', 'DELETE');

export { refuse as POST, refuse as PUT, refuse as PATCH };
