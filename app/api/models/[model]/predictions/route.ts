import { listPredictions, listPredictionsOperation } from '@/lib/domain/predictions';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listPredictionsOperation, ({ ctx, params, query }) =>
  listPredictions(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
