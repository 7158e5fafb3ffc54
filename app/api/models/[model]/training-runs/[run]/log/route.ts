import { getRunLog, getRunLogOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getRunLogOperation, ({ ctx, params, query }) => getRunLog(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
