import { passSecondPerson } from '@/lib/domain/promotion';
import { getSettings, getSettingsOperation, saveSettings, saveSettingsOperation } from '@/lib/domain/tuning';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getSettingsOperation, ({ ctx, params }) => getSettings(ctx, params));
export const PUT = endpoint(saveSettingsOperation, ({ ctx, params, query, body }) =>
  saveSettings(ctx, { ...params, ...body, approve: (tx, of) => passSecondPerson(tx, of, query.override) }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as POST, refuse as PATCH, refuse as DELETE };
