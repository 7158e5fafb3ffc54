import { listCardHistory, listCardHistoryOperation } from '@/lib/domain/cards';
import { endpoint } from '../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../method-not-allowed';

export const GET = endpoint(listCardHistoryOperation, ({ ctx, params }) => listCardHistory(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
