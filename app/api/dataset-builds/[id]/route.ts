import { cancelBuild, cancelBuildOperation } from '@/lib/domain/collection';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const DELETE = endpoint(cancelBuildOperation, ({ ctx, params }) =>
  cancelBuild(ctx, { ...params, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
