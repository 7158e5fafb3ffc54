import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { MonitoringReport, type PastReport } from './schema';

/** Keeps a report. Null where one of the same model and window is there already. */
export async function insertReport(
  ctx: Ctx,
  projectId: string,
  report: MonitoringReport,
): Promise<{ id: string } | null> {
  const id = uuid7(ctx.now().getTime());
  const { count } = await ctx.db.monitoringReport.createMany({
    data: [
      {
        id,
        projectId,
        modelId: report.model.id,
        fromAt: new Date(report.from),
        toAt: new Date(report.to),
        madeAt: new Date(report.madeAt),
        content: report,
      },
    ],
    skipDuplicates: true,
  });
  return count === 0 ? null : { id };
}

export async function findReport(ctx: Ctx, modelId: string, id: string): Promise<MonitoringReport | null> {
  const row = await ctx.db.monitoringReport.findFirst({ where: { id, modelId }, select: { content: true } });
  return row && MonitoringReport.parse(row.content);
}

/** The newest reports of a model, with what became of their mails. */
export async function listReportRows(ctx: Ctx, modelId: string, limit: number): Promise<PastReport[]> {
  const rows = await ctx.db.monitoringReport.findMany({
    where: { modelId },
    select: { id: true, fromAt: true, toAt: true, madeAt: true },
    orderBy: { toAt: 'desc' },
    take: limit,
  });
  const mails = await ctx.db.reportMail.groupBy({
    by: ['reportId', 'state'],
    where: { reportId: { in: rows.map(({ id }) => id) } },
    _count: { _all: true },
  });
  const countOf = (id: string, wanted: string) =>
    mails.find(({ reportId, state }) => reportId === id && state === wanted)?._count._all ?? 0;
  return rows.map(({ id, fromAt, toAt, madeAt }) => ({
    id,
    from: fromAt.toISOString(),
    to: toAt.toISOString(),
    madeAt: madeAt.toISOString(),
    mails: { waiting: countOf(id, 'waiting'), sent: countOf(id, 'sent'), failed: countOf(id, 'failed') },
  }));
}

export async function deleteOldReports(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.monitoringReport.deleteMany({ where: { madeAt: { lt: before } } });
}
