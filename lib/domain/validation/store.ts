import 'server-only';
import type { Ctx } from '@/lib/platform/context';

export type ReportKind = 'parity' | 'evaluation' | 'regression' | 'validation';

export interface ReportRow {
  id: string;
  versionNumber: number;
  filename: string;
  fileSha256: string;
  createdBy: string;
  createdAt: string;
  result: unknown;
}

export async function insertReport(
  ctx: Ctx,
  input: {
    projectId: string;
    modelId: string;
    versionNumber: number;
    kind: ReportKind;
    filename: string;
    fileSha256: string;
    result: object;
    createdBy: string;
  },
): Promise<ReportRow> {
  const row = await ctx.db.validationReport.create({ data: { ...input, createdAt: ctx.now() } });
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export async function findNewestReport(
  ctx: Ctx,
  modelId: string,
  versionNumber: number,
  kind: ReportKind,
): Promise<ReportRow | null> {
  const row = await ctx.db.validationReport.findFirst({
    where: { modelId, versionNumber, kind },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return row && { ...row, createdAt: row.createdAt.toISOString() };
}
