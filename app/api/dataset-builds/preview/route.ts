import { previewQuery, previewQueryOperation } from '@/lib/domain/collection';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const POST = endpoint(previewQueryOperation, ({ ctx, body }) => previewQuery(ctx, body));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
