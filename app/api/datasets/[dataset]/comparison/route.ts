import { compareDatasets, compareDatasetsOperation } from '@/lib/domain/datasets';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(compareDatasetsOperation, ({ ctx, params, query }) =>
  compareDatasets(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
