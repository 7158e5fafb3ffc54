import { splitDataset, splitDatasetOperation } from '@/lib/domain/datasets';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(splitDatasetOperation, ({ ctx, params, query }) =>
  splitDataset(ctx, { ...params, ...query }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
