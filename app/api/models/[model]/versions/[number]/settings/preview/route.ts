import { previewSettings, previewSettingsOperation } from '@/lib/domain/tuning';
import { endpoint } from '../../../../../../endpoint';
import { methodNotAllowed } from '../../../../../../method-not-allowed';

export const POST = endpoint(previewSettingsOperation, ({ ctx, params, body }) =>
  previewSettings(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as GET, refuse as PUT, refuse as PATCH, refuse as DELETE };
