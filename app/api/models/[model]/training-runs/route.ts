import { listRuns, listRunsOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listRunsOperation, ({ ctx, params, query }) => listRuns(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
