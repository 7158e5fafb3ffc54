import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { listRetentions } from '../people';
import { keptFrom } from '../predictions';
import { deleteIngestedBefore } from './store';

/** Forgets the ids that callers gave to rows which are older than the days that their project keeps. System scope. */
export async function sweepIngested(ctx: Ctx): Promise<void> {
  for (const { projectId, days } of await listRetentions(ctx))
    await deleteIngestedBefore(ctx, { projectId, floor: uuid7Floor(keptFrom(ctx.now().getTime(), days)) });
}
