import { getLinkedRow, getLinkedRowOperation, giveByLink, giveByLinkOperation } from '@/lib/domain/feedback';
import { requiredEnv } from '@/lib/platform/env';
import { endpoint, systemCtx } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

const secret = () => requiredEnv('INTERNAL_SECRET');

export const GET = endpoint(getLinkedRowOperation, ({ ctx, params }) =>
  getLinkedRow(systemCtx(ctx), { ...params, secret: secret() }),
);
export const POST = endpoint(giveByLinkOperation, ({ ctx, params, body }) =>
  giveByLink(systemCtx(ctx), { ...body, ...params, secret: secret() }),
);

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
