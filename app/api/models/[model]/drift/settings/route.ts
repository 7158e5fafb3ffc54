import { setDriftSettings, setDriftSettingsOperation } from '@/lib/domain/drift';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const PUT = endpoint(setDriftSettingsOperation, ({ ctx, params, body }) =>
  setDriftSettings(ctx, { ...params, settings: body }),
);

const refuse = methodNotAllowed('PUT');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST };
