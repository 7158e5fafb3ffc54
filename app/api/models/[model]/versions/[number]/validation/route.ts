import {
  cancelValidation,
  cancelValidationOperation,
  getValidation,
  getValidationOperation,
  startValidation,
  startValidationOperation,
} from '@/lib/domain/validation';
import { endpoint } from '../../../../../endpoint';
import { methodNotAllowed } from '../../../../../method-not-allowed';

export const GET = endpoint(getValidationOperation, ({ ctx, params }) => getValidation(ctx, params));
export const POST = endpoint(startValidationOperation, ({ ctx, params, body }) =>
  startValidation(ctx, { ...params, plan: body }),
);
export const DELETE = endpoint(cancelValidationOperation, ({ ctx, params }) => cancelValidation(ctx, params));

const refuse = methodNotAllowed('GET', 'POST', 'DELETE');

export { refuse as PATCH, refuse as PUT };
