import { getStorage, getStorageOperation } from '@/lib/domain/predictions';
import { endpoint, systemCtx } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getStorageOperation, ({ ctx }) => getStorage(systemCtx(ctx)));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
