import { listReplays, listReplaysOperation, startReplay, startReplayOperation } from '@/lib/domain/replay';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listReplaysOperation, ({ ctx, params }) => listReplays(ctx, params));
export const POST = endpoint(startReplayOperation, ({ ctx, params, body }) => startReplay(ctx, { ...params, ...body }));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
