import 'server-only';
import type { Ctx } from '@/lib/platform/context';

export async function listVersionTimes(ctx: Ctx, of: { datasetId: string; from: Date; to: Date }): Promise<Date[]> {
  const rows = await ctx.db.datasetVersion.findMany({
    where: { datasetId: of.datasetId, createdAt: { gt: of.from, lte: of.to } },
    orderBy: { number: 'asc' },
    select: { createdAt: true },
  });
  return rows.map(({ createdAt }) => createdAt);
}
