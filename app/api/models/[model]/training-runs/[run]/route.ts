import { getRun, getRunOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getRunOperation, ({ ctx, params }) => getRun(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
