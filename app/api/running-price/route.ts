import {
  getRunningPrice,
  getRunningPriceOperation,
  setRunningPrice,
  setRunningPriceOperation,
} from '@/lib/domain/comparison';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getRunningPriceOperation, ({ ctx }) =>
  getRunningPrice(ctx, { projectId: requireProject(ctx) }),
);
export const PUT = endpoint(setRunningPriceOperation, ({ ctx, body }) =>
  setRunningPrice(ctx, { ...body, projectId: requireProject(ctx) }),
);

const refuse = methodNotAllowed('GET', 'PUT');

export { refuse as DELETE, refuse as PATCH, refuse as POST };
