import { tryLabelSource, tryLabelSourceOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(tryLabelSourceOperation, ({ ctx, params, body }) =>
  tryLabelSource(ctx, { ...params, trial: body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
