import type { Ctx } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { listRetentions } from '../people';
import { floorTo, grainMs } from './rollup-grain';
import { deleteBefore, dropOldestDay } from './store-retention';

/** Short transactions: whoever waits for one of them waits for milliseconds. */
const PORTION = 2000;

/** The first moment that is kept with so many whole UTC days before today. */
export const keptFrom = (nowMs: number, days: number): number => floorTo(nowMs, 'day') - days * grainMs.day;

/**
 * Deletes what is older than the days that each project keeps: whole days of the log where no project keeps them any more, else row by
 * row in portions. Counts of minutes, hours and days stay. Returns whether there is more to do at once. System scope.
 */
export async function sweepPredictions(ctx: Ctx): Promise<boolean> {
  const retentions = await listRetentions(ctx);
  if (retentions.length === 0) return false;
  const nowMs = ctx.now().getTime();
  const longest = Math.max(...retentions.map(({ days }) => days));
  if (await dropOldestDay(ctx, new Date(keptFrom(nowMs, longest)))) return true;
  let isMore = false;
  for (const { projectId, days } of retentions) {
    const floor = uuid7Floor(keptFrom(nowMs, days));
    isMore = (await deleteBefore(ctx, { projectId, floor, limit: PORTION })) >= PORTION || isMore;
  }
  return isMore;
}
