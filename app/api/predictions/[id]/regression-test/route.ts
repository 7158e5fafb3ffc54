import { copyAsTest, copyAsTestOperation } from '@/lib/domain/review';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const POST = endpoint(copyAsTestOperation, ({ ctx, params, body }) => copyAsTest(ctx, { ...params, ...body }));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
