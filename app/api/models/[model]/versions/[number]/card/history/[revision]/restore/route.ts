import { restoreCard, restoreCardOperation } from '@/lib/domain/cards';
import { endpoint } from '../../../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../../../method-not-allowed';

export const POST = endpoint(restoreCardOperation, ({ ctx, params }) => restoreCard(ctx, params));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
