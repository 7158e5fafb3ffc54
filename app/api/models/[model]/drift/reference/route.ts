import { takeReference, takeReferenceOperation } from '@/lib/domain/drift';
import { endpoint } from '../../../../endpoint';
import { methodNotAllowed } from '../../../../method-not-allowed';

export const POST = endpoint(takeReferenceOperation, ({ ctx, params, body }) =>
  takeReference(ctx, { ...params, ...body }),
);

const refuse = methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as PUT };
