import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { Upload as UploadRow } from '@/prisma/generated/client';
import type { Upload } from './schema';

const toUpload = (row: UploadRow): Upload & { projectId: string; declaredSha: string | null } => ({
  id: row.id,
  projectId: row.projectId,
  declaredSha: row.declaredSha,
  modelName: row.modelName,
  filename: row.filename,
  sizeBytes: Number(row.sizeBytes),
  receivedBytes: Number(row.receivedBytes),
  state: row.state,
  stage: row.stage,
  problem: (row.problem as Upload['problem']) ?? null,
  versionNumber: row.versionNumber,
  createdAt: row.createdAt.toISOString(),
});

export type StoredUpload = ReturnType<typeof toUpload>;

export async function insertUpload(
  ctx: Ctx,
  input: {
    projectId: string;
    modelName: string;
    filename: string;
    sizeBytes: number;
    declaredSha: string | null;
    createdBy: string;
  },
): Promise<StoredUpload> {
  const { declaredSha, ...rest } = input;
  return toUpload(
    await ctx.db.upload.create({
      data: {
        ...rest,
        ...(declaredSha ? { declaredSha } : {}),
        sizeBytes: BigInt(input.sizeBytes),
        createdAt: ctx.now(),
      },
    }),
  );
}

export async function findUploadRow(ctx: Ctx, id: string): Promise<StoredUpload | null> {
  const row = await ctx.db.upload.findUnique({ where: { id } });
  return row ? toUpload(row) : null;
}

export async function updateUpload(
  ctx: Ctx,
  id: string,
  data: {
    receivedBytes?: number;
    state?: Upload['state'];
    stage?: string;
    problem?: NonNullable<Upload['problem']>;
    versionNumber?: number;
  },
): Promise<StoredUpload> {
  const { receivedBytes, problem, ...rest } = data;
  return toUpload(
    await ctx.db.upload.update({
      where: { id },
      data: {
        ...rest,
        ...(receivedBytes === undefined ? {} : { receivedBytes: BigInt(receivedBytes) }),
        ...(problem ? { problem: problem as object } : {}),
      },
    }),
  );
}

/** Uploads that nobody finished: no part since `receiving`, no stage of the check since `checking`. */
export async function listStaleUploads(ctx: Ctx, before: { receiving: Date; checking: Date }): Promise<StoredUpload[]> {
  const rows = await ctx.db.upload.findMany({
    where: {
      OR: [
        { state: 'receiving', updatedAt: { lt: before.receiving } },
        { state: 'checking', updatedAt: { lt: before.checking } },
      ],
    },
    take: 500,
  });
  return rows.map(toUpload);
}
