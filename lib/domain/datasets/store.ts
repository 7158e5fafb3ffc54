import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { ColumnReference, type Reference } from './schema';

export async function insertReference(
  ctx: Ctx,
  input: {
    projectId: string;
    modelId: string;
    versionNumber: number;
    filename: string;
    sha256: string;
    sizeBytes: number;
    header: string[];
    rows: number;
    columns: Record<string, ColumnReference>;
    createdBy: string;
  },
): Promise<Reference> {
  const { projectId, modelId, createdBy, rows } = input;
  const createdAt = ctx.now();
  const dataset = await ctx.db.dataset.create({
    data: {
      projectId,
      modelId,
      kind: 'reference',
      filename: input.filename,
      sha256: input.sha256,
      sizeBytes: BigInt(input.sizeBytes),
      rows,
      columns: input.header,
      createdBy,
      createdAt,
    },
  });
  const profile = await ctx.db.referenceProfile.create({
    data: {
      projectId,
      modelId,
      versionNumber: input.versionNumber,
      datasetId: dataset.id,
      rows,
      columns: input.columns,
      createdBy,
      createdAt,
    },
  });
  return {
    id: profile.id,
    versionNumber: input.versionNumber,
    datasetId: dataset.id,
    filename: input.filename,
    rows,
    columns: input.columns,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}

/** The newest profile of a version: the one that drift compares with. */
export async function findReferenceRow(ctx: Ctx, modelId: string, versionNumber: number): Promise<Reference | null> {
  const row = await ctx.db.referenceProfile.findFirst({
    where: { modelId, versionNumber },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  if (!row) return null;
  const dataset = row.datasetId ? await ctx.db.dataset.findUnique({ where: { id: row.datasetId } }) : null;
  return {
    id: row.id,
    versionNumber: row.versionNumber,
    datasetId: row.datasetId,
    filename: dataset?.filename ?? null,
    rows: row.rows,
    columns: z.record(z.string(), ColumnReference).parse(row.columns),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
  };
}

export async function findFirstReferenceAt(ctx: Ctx, modelId: string, versionNumber: number): Promise<Date> {
  const first = await ctx.db.referenceProfile.findFirst({
    where: { modelId, versionNumber },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { createdAt: true },
  });
  return first?.createdAt ?? ctx.now();
}

/** Sha256 of the file that a reference was learnt from. */
export async function findReferenceFile(ctx: Ctx, { datasetId }: Reference): Promise<string> {
  const dataset = await ctx.db.dataset.findUniqueOrThrow({ where: { id: datasetId ?? '' }, select: { sha256: true } });
  return dataset.sha256;
}
