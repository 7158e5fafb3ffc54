import {
  changeRole,
  changeRoleOperation,
  removePerson,
  removePersonOperation,
  requireProject,
} from '@/lib/domain/people';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const PATCH = endpoint(changeRoleOperation, ({ ctx, params, body }) =>
  changeRole(ctx, { projectId: requireProject(ctx), personId: params.person, role: body.role }),
);
export const DELETE = endpoint(removePersonOperation, ({ ctx, params }) =>
  removePerson(ctx, { projectId: requireProject(ctx), personId: params.person }),
);

const refuse = methodNotAllowed('PATCH', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PUT };
