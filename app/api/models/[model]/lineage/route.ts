import { getLineage, getLineageOperation } from '@/lib/domain/lineage';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getLineageOperation, ({ ctx, params }) => getLineage(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
