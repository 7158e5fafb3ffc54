import { promoteVersion, promoteVersionOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const POST = endpoint(promoteVersionOperation, ({ ctx, params }) => promoteVersion(ctx, params));

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
