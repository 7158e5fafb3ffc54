import 'server-only';
import { actorName, type Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { GateRules, type GateView } from './schema';

const SHOWN = 50;

/** The rules of a model; the usual ones where nobody has said any. */
export async function findGateRules(ctx: Ctx, modelId: string): Promise<GateRules> {
  const row = await ctx.db.gateRules.findFirst({ where: { modelId }, orderBy: { revision: 'desc' } });
  return GateRules.parse(row?.content ?? {});
}

/** The last 50 changes of a model's rules, newest first. */
export async function listGateRules(ctx: Ctx, modelId: string): Promise<GateView['history']> {
  const rows = await ctx.db.gateRules.findMany({ where: { modelId }, orderBy: { revision: 'desc' }, take: SHOWN });
  return rows.map(({ revision, content, changedBy, changedAt }) => ({
    ...{ revision, changedBy, changedAt: changedAt.toISOString() },
    rules: GateRules.parse(content),
  }));
}

/** Adds the next revision; what was before stays. Two at the same moment: the second fails on the number. */
export async function insertGateRules(
  tx: Ctx,
  of: { projectId: string; modelId: string },
  content: GateRules,
): Promise<void> {
  const last = await tx.db.gateRules.findFirst({
    where: { modelId: of.modelId },
    orderBy: { revision: 'desc' },
    select: { revision: true },
  });
  const now = tx.now();
  await tx.db.gateRules.create({
    data: {
      ...of,
      id: uuid7(now.getTime()),
      revision: (last?.revision ?? 0) + 1,
      content,
      changedBy: actorName(tx.actor),
      changedAt: now,
    },
  });
}
