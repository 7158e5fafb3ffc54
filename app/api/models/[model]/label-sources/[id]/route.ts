import {
  deleteLabelSource,
  deleteLabelSourceOperation,
  saveLabelSource,
  updateLabelSourceOperation,
} from '@/lib/domain/feedback';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const PUT = endpoint(updateLabelSourceOperation, ({ ctx, params, body }) =>
  saveLabelSource(ctx, { ...params, content: body }),
);
export const DELETE = endpoint(deleteLabelSourceOperation, ({ ctx, params }) => deleteLabelSource(ctx, params));

const refuse = methodNotAllowed('PUT', 'DELETE');

export { refuse as GET, refuse as POST, refuse as PATCH };
