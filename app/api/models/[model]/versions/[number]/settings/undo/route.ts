import { passSecondPerson } from '@/lib/domain/promotion';
import { undoSettings, undoSettingsOperation } from '@/lib/domain/tuning';
import { endpoint } from '../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../method-not-allowed';

export const POST = endpoint(undoSettingsOperation, ({ ctx, params, query, body }) =>
  undoSettings(ctx, { ...params, ...body, approve: (tx, of) => passSecondPerson(tx, of, query.override) }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
