import { requireProject, signOutPerson, signOutPersonOperation } from '@/lib/domain/people';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(signOutPersonOperation, ({ ctx, params }) =>
  signOutPerson(ctx, { projectId: requireProject(ctx), personId: params.person }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
