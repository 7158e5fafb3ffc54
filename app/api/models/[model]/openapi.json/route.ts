import { describeModel, getModelOpenApiOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getModelOpenApiOperation, async ({ ctx, params }) =>
  Response.json(await describeModel(ctx, params)),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
