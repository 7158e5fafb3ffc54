import {
  deleteModel,
  deleteModelOperation,
  getModel,
  getModelOperation,
  updateModel,
  updateModelOperation,
} from '@/lib/domain/registry';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(getModelOperation, ({ ctx, params }) => getModel(ctx, params));
export const PATCH = endpoint(updateModelOperation, ({ ctx, params, body }) =>
  updateModel(ctx, { ...params, ...body }),
);
export const DELETE = endpoint(deleteModelOperation, async ({ ctx, params, query }) => {
  await deleteModel(ctx, { ...params, ...query });
  return undefined;
});

const refuse = methodNotAllowed('GET', 'PATCH', 'DELETE');

export { refuse as POST, refuse as PUT };
