import { addComment, addCommentOperation, getThread, getThreadOperation } from '@/lib/domain/feedback';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getThreadOperation, ({ ctx, params }) => getThread(ctx, params));
export const POST = endpoint(addCommentOperation, ({ ctx, params, body }) => addComment(ctx, { ...body, ...params }));

const refuse = methodNotAllowed('GET', 'POST');

export { refuse as PUT, refuse as PATCH, refuse as DELETE };
