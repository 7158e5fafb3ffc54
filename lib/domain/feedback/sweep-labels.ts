import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { listRetentions } from '../people';
import { keptFrom } from '../predictions';
import { deleteAbout } from './store-retention';

/** Deletes feedback and labels about predictions that are older than the days that their project keeps. System scope. */
export async function sweepLabels(ctx: Ctx): Promise<void> {
  for (const { projectId, days } of await listRetentions(ctx))
    await deleteAbout(ctx, { projectId, floor: uuid7Floor(keptFrom(ctx.now().getTime(), days)) });
}
