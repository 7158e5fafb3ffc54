import { publishCard, publishCardOperation } from '@/lib/domain/cards';
import { endpoint } from '../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../method-not-allowed';

export const POST = endpoint(publishCardOperation, ({ ctx, params }) => publishCard(ctx, params));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
