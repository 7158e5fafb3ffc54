import {
  getSliceSettings,
  getSliceSettingsOperation,
  setSliceSettings,
  setSliceSettingsOperation,
} from '@/lib/domain/performance';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getSliceSettingsOperation, ({ ctx, params }) => getSliceSettings(ctx, params));
export const PUT = endpoint(setSliceSettingsOperation, ({ ctx, params, body }) =>
  setSliceSettings(ctx, { ...params, choice: body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
