import { listLoggedKeys, listLoggedKeysOperation } from '@/lib/domain/collection';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(listLoggedKeysOperation, ({ ctx, params }) => listLoggedKeys(ctx, params));

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
