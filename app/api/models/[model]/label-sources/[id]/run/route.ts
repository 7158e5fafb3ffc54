import { runLabelSource, runLabelSourceOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(runLabelSourceOperation, ({ ctx, params, query }) =>
  runLabelSource(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
