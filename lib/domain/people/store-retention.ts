import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { Retention } from './schema';

export async function findProject(ctx: Ctx, projectId: string): Promise<{ name: string; settings: unknown }> {
  const row = await ctx.db.project.findUnique({ where: { id: projectId }, select: { name: true, settings: true } });
  if (!row) throw notFound('project', projectId);
  return row;
}

function retentionOf(settings: unknown): Retention {
  const found = z.object({ retention: Retention }).safeParse(settings);
  return found.success ? found.data.retention : Retention.parse({});
}

export const findRetention = async (ctx: Ctx, projectId: string): Promise<Retention> =>
  retentionOf((await findProject(ctx, projectId)).settings);

export async function saveRetention(ctx: Ctx, projectId: string, retention: Retention): Promise<void> {
  await ctx.db.$executeRaw`
    update projects set settings = jsonb_set(settings, '{retention}', ${JSON.stringify(retention)}::jsonb) where id = ${projectId}::uuid`;
}

export async function listRetentionRows(ctx: Ctx): Promise<(Retention & { projectId: string })[]> {
  const rows = await ctx.db.project.findMany({ select: { id: true, settings: true } });
  return rows.map(({ id, settings }) => ({ projectId: id, ...retentionOf(settings) }));
}
