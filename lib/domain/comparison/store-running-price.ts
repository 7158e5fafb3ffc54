import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { RunningPrice } from './schema';

export async function findRunningPrice(ctx: Ctx, projectId: string): Promise<RunningPrice | null> {
  const row = await ctx.db.project.findUnique({ where: { id: projectId }, select: { settings: true } });
  const found = z.object({ running: RunningPrice }).safeParse(row?.settings);
  return found.success ? found.data.running : null;
}

export async function saveRunningPrice(ctx: Ctx, projectId: string, price: RunningPrice | null): Promise<void> {
  await ctx.db.$executeRaw`
    update projects set settings = jsonb_set(settings, '{running}', ${JSON.stringify(price)}::jsonb) where id = ${projectId}::uuid`;
}
