import { getOverlay, getOverlayOperation, saveOverlay, saveOverlayOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getOverlayOperation, ({ ctx, params }) => getOverlay(ctx, params));
export const PUT = endpoint(saveOverlayOperation, ({ ctx, params, body }) =>
  saveOverlay(ctx, { ...params, overlay: body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
