import { blameRow, blameRowOperation } from '@/lib/domain/replay';
import { gatewayInference } from '@/lib/domain/validation';
import { endpoint } from '../../../endpoint';
import { methodNotAllowed } from '../../../method-not-allowed';

export const GET = endpoint(blameRowOperation, ({ ctx, params }) =>
  blameRow(ctx, { ...params, infer: gatewayInference() }),
);

const refuse = methodNotAllowed('GET');

export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
