import 'server-only';
import type { Ctx } from '@/lib/platform/context';

export async function deleteKeysBefore(ctx: Ctx, before: Date): Promise<number> {
  return (await ctx.db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })).count;
}
