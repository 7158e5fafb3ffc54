import { loadVersionOperation, setVersionLoaded } from '@/lib/domain/registry';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(loadVersionOperation, ({ ctx, params }) =>
  setVersionLoaded(ctx, { ...params, loaded: true }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
