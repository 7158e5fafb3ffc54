import { cancelReplay, cancelReplayOperation } from '@/lib/domain/replay';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const DELETE = endpoint(cancelReplayOperation, ({ ctx, params }) => cancelReplay(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
