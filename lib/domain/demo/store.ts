import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { ReplaySpeed } from './schema';

const Settings = z.looseObject({ replaySpeed: ReplaySpeed.optional() });
const DEFAULT_SPEED = 600;

/** The speed that people chose for the replay of a project. */
export async function findReplaySpeed(ctx: Ctx, projectId: string): Promise<ReplaySpeed> {
  const row = await ctx.db.project.findUnique({ where: { id: projectId }, select: { settings: true } });
  return Settings.safeParse(row?.settings).data?.replaySpeed ?? DEFAULT_SPEED;
}

export async function saveReplaySpeed(ctx: Ctx, projectId: string, replaySpeed: ReplaySpeed): Promise<void> {
  const row = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId }, select: { settings: true } });
  const settings = { ...Settings.safeParse(row.settings).data, replaySpeed };
  await ctx.db.project.update({ where: { id: projectId }, data: { settings } });
}
