import type { Ctx } from '@/lib/platform/context';
import { deleteOldReports } from './store-reports';

const KEPT_MS = 3 * 366 * 86_400_000;

/** Removes reports after three years. System scope. */
export const sweepReports = (ctx: Ctx): Promise<void> => deleteOldReports(ctx, new Date(ctx.now().getTime() - KEPT_MS));
