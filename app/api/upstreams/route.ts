import { createUpstream, createUpstreamOperation } from '@/lib/domain/upstream';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const POST = endpoint(createUpstreamOperation, ({ ctx, body }) => createUpstream(ctx, body));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
