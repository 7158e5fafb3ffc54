import {
  editByLink,
  editByLinkOperation,
  getLinkedRow,
  getLinkedRowOperation,
  giveByLink,
  giveByLinkOperation,
  withdrawByLink,
  withdrawByLinkOperation,
} from '@/lib/domain/feedback';
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
export const PUT = endpoint(editByLinkOperation, ({ ctx, params, body }) =>
  editByLink(systemCtx(ctx), { ...body, ...params, secret: secret() }),
);
export const DELETE = endpoint(withdrawByLinkOperation, ({ ctx, params }) =>
  withdrawByLink(systemCtx(ctx), { ...params, secret: secret() }),
);

const refuse = methodNotAllowed('DELETE', 'GET', 'POST', 'PUT');

export { refuse as PATCH };
