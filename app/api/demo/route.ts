import {
  getDemo,
  getDemoOperation,
  loadDemoOperation,
  setReplaySpeed,
  setReplaySpeedOperation,
  startDemo,
} from '@/lib/domain/demo';
import { requireProject } from '@/lib/domain/people';
import { endpoint } from '../endpoint';
import { methodNotAllowed } from '../method-not-allowed';

export const GET = endpoint(getDemoOperation, ({ ctx }) => getDemo(ctx, { projectId: requireProject(ctx) }));
export const POST = endpoint(loadDemoOperation, ({ ctx }) => startDemo(ctx, { projectId: requireProject(ctx) }));
export const PATCH = endpoint(setReplaySpeedOperation, ({ ctx, body }) =>
  setReplaySpeed(ctx, { projectId: requireProject(ctx), ...body }),
);

const refuse = methodNotAllowed('GET', 'POST', 'PATCH');

export { refuse as DELETE, refuse as PUT };
