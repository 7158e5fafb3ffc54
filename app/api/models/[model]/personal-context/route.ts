import {
  getPersonalContext,
  getPersonalContextOperation,
  setPersonalContext,
  setPersonalContextOperation,
} from '@/lib/domain/predictions';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(getPersonalContextOperation, ({ ctx, params }) => getPersonalContext(ctx, params));
export const PUT = endpoint(setPersonalContextOperation, ({ ctx, params, body }) =>
  setPersonalContext(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
