import { createFeedbackLink, createFeedbackLinkOperation } from '@/lib/domain/feedback';
import { requiredEnv } from '@/lib/platform/env';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(createFeedbackLinkOperation, ({ ctx, params, body }) =>
  createFeedbackLink(ctx, { ...params, ...body, secret: requiredEnv('INTERNAL_SECRET') }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
