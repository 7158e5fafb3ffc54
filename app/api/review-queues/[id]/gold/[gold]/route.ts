import { removeGold, removeGoldOperation } from '@/lib/domain/review';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const DELETE = endpoint(removeGoldOperation, ({ ctx, params }) => removeGold(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as POST, refuse as PUT, refuse as PATCH };
