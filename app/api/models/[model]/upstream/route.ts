import { getUpstream, getUpstreamOperation, updateUpstream, updateUpstreamOperation } from '@/lib/domain/upstream';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getUpstreamOperation, ({ ctx, params }) => getUpstream(ctx, params));
export const PATCH = endpoint(updateUpstreamOperation, ({ ctx, params, body }) =>
  updateUpstream(ctx, { ...params, change: body }),
);

const refuse = methodNotAllowed('GET', 'PATCH');

export { refuse as POST, refuse as PUT, refuse as DELETE };
