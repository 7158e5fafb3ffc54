import { setVersionLoaded, unloadVersionOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(unloadVersionOperation, ({ ctx, params }) =>
  setVersionLoaded(ctx, { ...params, loaded: false }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
