import { getVersion, getVersionOperation } from '@/lib/domain/registry';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getVersionOperation, async ({ ctx, params }) => (await getVersion(ctx, params)).version);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
