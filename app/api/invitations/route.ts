import {
  createInvitation,
  createInvitationOperation,
  listInvitations,
  listInvitationsOperation,
  requireProject,
} from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(listInvitationsOperation, ({ ctx }) =>
  listInvitations(ctx, { projectId: requireProject(ctx) }),
);
export const POST = endpoint(createInvitationOperation, ({ ctx, body }) =>
  createInvitation(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
