import { deleteDataset, deleteDatasetOperation, getDataset, getDatasetOperation } from '@/lib/domain/datasets';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const GET = endpoint(getDatasetOperation, ({ ctx, params, query }) => getDataset(ctx, { ...params, ...query }));
export const DELETE = endpoint(deleteDatasetOperation, ({ ctx, params }) => deleteDataset(ctx, params));

const refuse = methodNotAllowed('GET', 'DELETE');

export { refuse as POST, refuse as PUT, refuse as PATCH };
