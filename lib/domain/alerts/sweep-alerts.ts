import type { Ctx } from '@/lib/platform/context';
import { deleteOldTests } from './store-deliveries';
import { deleteOldIncidents } from './store-incidents';

const DAY_MS = 86_400_000;

/** Removes tests and messages of projects' webhooks after a week and closed incidents after 400 days. System scope. */
export async function sweepAlerts(ctx: Ctx): Promise<void> {
  const nowMs = ctx.now().getTime();
  await deleteOldTests(ctx, new Date(nowMs - 7 * DAY_MS));
  await deleteOldIncidents(ctx, new Date(nowMs - 400 * DAY_MS));
}
