import { tryChange, tryChangeOperation } from '@/lib/domain/drift';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(tryChangeOperation, ({ ctx, params, query }) => tryChange(ctx, { ...params, ...query }));

const refuse = methodNotAllowed('GET');

export { refuse as DELETE, refuse as PATCH, refuse as POST, refuse as PUT };
