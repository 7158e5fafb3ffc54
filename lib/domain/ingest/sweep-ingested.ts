import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { listRetentions } from '../people';
import { keptFrom } from '../predictions';
import { deleteIngestedBefore, sweepHalves } from './store';

/** Forgets the ids that callers gave to rows which are older than the days that their project keeps, and sides of calls that wait for nothing. System scope. */
export async function sweepIngested(ctx: Ctx): Promise<void> {
  for (const { projectId, days } of await listRetentions(ctx))
    await deleteIngestedBefore(ctx, { projectId, floor: uuid7Floor(keptFrom(ctx.now().getTime(), days)) });
  await sweepHalves(ctx);
}
