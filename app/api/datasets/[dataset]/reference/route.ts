import { referToDataset, takeDatasetReferenceOperation } from '@/lib/domain/datasets';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(takeDatasetReferenceOperation, ({ ctx, params, body }) =>
  referToDataset(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
