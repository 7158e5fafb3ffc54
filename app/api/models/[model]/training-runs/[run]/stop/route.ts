import { stopRun, stopRunOperation } from '@/lib/domain/retraining';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(stopRunOperation, ({ ctx, params }) => stopRun(ctx, params));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
