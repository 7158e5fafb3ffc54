import 'server-only';
import { actorName, type Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { type Erasure, ErasureReport } from './schema';

const MOST = 500;

export async function insertErasure(
  tx: Ctx,
  of: { projectId: string; subjectHash: string; rowHashes: readonly string[]; report: ErasureReport },
): Promise<string> {
  const now = tx.now();
  const { projectId, subjectHash, rowHashes, report } = of;
  const id = uuid7(now.getTime());
  await tx.db.erasure.create({
    data: {
      ...{ id, projectId, subjectHash, rowHashes: [...rowHashes], by: report.by, report },
      createdBy: actorName(tx.actor),
      createdAt: now,
    },
  });
  return id;
}

/** Erasures of a project, newest first. */
export async function listErasureRows(ctx: Ctx, projectId: string): Promise<Erasure[]> {
  const rows = await ctx.db.erasure.findMany({ where: { projectId }, orderBy: { id: 'desc' }, take: MOST });
  return rows.map(({ id, subjectHash, report, createdBy, createdAt }) => ({
    ...ErasureReport.parse(report),
    ...{ id, subjectHash, createdBy, createdAt: createdAt.toISOString() },
  }));
}
