import { removeAuditReceiver, removeAuditReceiverOperation } from '@/lib/domain/audit';
import { endpoint } from '../../endpoint';
import { methodNotAllowed } from '../../method-not-allowed';

export const DELETE = endpoint(removeAuditReceiverOperation, ({ ctx, params }) => removeAuditReceiver(ctx, params));

const refuse = methodNotAllowed('DELETE');

export { refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
