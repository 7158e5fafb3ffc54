import { watchTogether, watchTogetherOperation } from '@/lib/domain/drift';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(watchTogetherOperation, ({ ctx, params, query }) =>
  watchTogether(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
