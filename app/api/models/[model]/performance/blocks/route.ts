import {
  getBlockSettings,
  getBlockSettingsOperation,
  setBlockSettings,
  setBlockSettingsOperation,
} from '@/lib/domain/performance';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const GET = endpoint(getBlockSettingsOperation, ({ ctx, params }) => getBlockSettings(ctx, params));
export const PUT = endpoint(setBlockSettingsOperation, ({ ctx, params, body }) =>
  setBlockSettings(ctx, { ...params, body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
