import { exportPredictions, exportPredictionsOperation } from '@/lib/domain/predictions';
import { csvResponse } from '@/lib/platform/http/csv-response';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(exportPredictionsOperation, ({ ctx, params, query }) =>
  csvResponse('predictions.csv', exportPredictions(ctx, { ...params, ...query })),
);

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
