import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { prismaCode } from '@/lib/platform/db';
import { AppError } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import {
  type Dataset,
  DatasetColumn,
  DatasetProfile,
  DatasetRoles,
  DatasetSource,
  DatasetUpload,
  type DatasetUse,
  type DatasetVersion,
} from './schema';

export type StoredVersion = DatasetVersion & { projectId: string; hashesSha256: string };
export type StoredDataset = Omit<Dataset, 'versions' | 'newest'> & { projectId: string };

interface DatasetRow {
  id: string;
  projectId: string;
  name: string;
  description: string;
  createdBy: string;
  createdAt: Date;
}

const toDataset = (row: DatasetRow): StoredDataset => ({ ...row, createdAt: row.createdAt.toISOString() });

/** Without the profile, which is large. */
const VERSION = {
  datasetId: true,
  number: true,
  projectId: true,
  rows: true,
  columns: true,
  roles: true,
  sha256: true,
  sizeBytes: true,
  hashesSha256: true,
  cutOff: true,
  examLeftOut: true,
  source: true,
  createdBy: true,
  createdAt: true,
  dataset: { select: { name: true } },
} as const;

interface VersionRow {
  datasetId: string;
  number: number;
  projectId: string;
  rows: number;
  columns: unknown;
  roles: unknown;
  sha256: string;
  sizeBytes: bigint;
  hashesSha256: string;
  cutOff: Date | null;
  examLeftOut: number;
  source: unknown;
  createdBy: string;
  createdAt: Date;
  dataset: { name: string };
}

const toVersion = ({ dataset, ...row }: VersionRow): StoredVersion => ({
  ...row,
  name: dataset.name,
  columns: z.array(DatasetColumn).parse(row.columns),
  roles: DatasetRoles.parse(row.roles),
  source: DatasetSource.parse(row.source),
  sizeBytes: Number(row.sizeBytes),
  cutOff: row.cutOff?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

/** Adds a dataset; 409 where its name is taken. In the caller's transaction. */
export async function insertDatasetRow(
  ctx: Ctx,
  input: { projectId: string; name: string; description: string; createdBy: string },
): Promise<StoredDataset> {
  const data = { ...input, id: uuid7(), createdAt: ctx.now() };
  return toDataset(
    await ctx.db.namedDataset.create({ data }).catch((error: unknown) => nameIsTaken(error, input.name)),
  );
}

function nameIsTaken(error: unknown, name: string): never {
  throw prismaCode(error) === 'P2002' ? nameTaken(name) : error;
}

export const nameTaken = (name: string): AppError =>
  new AppError('conflict', `There is a dataset "${name}" already. Add a version to it, or choose another name.`, {
    reason: 'name_taken',
    invalidParams: [{ name: 'place.name', reason: 'it is taken' }],
  });

/** A dataset of a project that no other transaction adds a version to before this one ends; null where it is not there. */
export async function lockDatasetRow(ctx: Ctx, of: { projectId: string; id: string }): Promise<StoredDataset | null> {
  await ctx.db.$queryRaw`
    select id from named_datasets where id = ${of.id}::uuid and project_id = ${of.projectId}::uuid for update`;
  return findDatasetRow(ctx, of);
}

export const isNameTaken = async (ctx: Ctx, of: { projectId: string; name: string }): Promise<boolean> =>
  (await ctx.db.namedDataset.count({ where: of })) > 0;

export async function findDatasetRow(ctx: Ctx, of: { projectId?: string; id: string }): Promise<StoredDataset | null> {
  const row = await ctx.db.namedDataset.findFirst({ where: of });
  return row ? toDataset(row) : null;
}

export interface NewVersion {
  datasetId: string;
  projectId: string;
  rows: number;
  columns: DatasetColumn[];
  roles: DatasetRoles;
  sha256: string;
  sizeBytes: number;
  hashesSha256: string;
  cutOff: Date | null;
  examLeftOut: number;
  source: DatasetSource;
  profile: DatasetProfile;
  jobId: string | null;
  createdBy: string;
}

/** Adds the next version of a dataset that the caller's transaction has locked. */
export async function insertVersionRow(ctx: Ctx, input: NewVersion): Promise<StoredVersion> {
  const { _max } = await ctx.db.datasetVersion.aggregate({
    where: { datasetId: input.datasetId },
    _max: { number: true },
  });
  const row = await ctx.db.datasetVersion.create({
    data: {
      ...input,
      number: (_max.number ?? 0) + 1,
      sizeBytes: BigInt(input.sizeBytes),
      createdAt: ctx.now(),
    },
    select: VERSION,
  });
  return toVersion(row);
}

/** A version by its number, else the newest. */
export async function findVersionOf(
  ctx: Ctx,
  of: { projectId?: string | undefined; datasetId: string; number?: number | undefined },
): Promise<StoredVersion | null> {
  const row = await ctx.db.datasetVersion.findFirst({
    where: {
      datasetId: of.datasetId,
      ...(of.projectId === undefined ? {} : { projectId: of.projectId }),
      ...(of.number === undefined ? {} : { number: of.number }),
    },
    orderBy: { number: 'desc' },
    select: VERSION,
  });
  return row ? toVersion(row) : null;
}

export async function findProfile(
  ctx: Ctx,
  { datasetId, number }: { datasetId: string; number: number },
): Promise<DatasetProfile> {
  const row = await ctx.db.datasetVersion.findUniqueOrThrow({
    where: { datasetId_number: { datasetId, number } },
    select: { profile: true },
  });
  return DatasetProfile.parse(row.profile);
}

/** Versions of a dataset, newest first. */
export async function listVersionsOf(ctx: Ctx, datasetId: string): Promise<StoredVersion[]> {
  const rows = await ctx.db.datasetVersion.findMany({
    where: { datasetId },
    orderBy: { number: 'desc' },
    take: 500,
    select: VERSION,
  });
  return rows.map(toVersion);
}

/** All versions of all datasets of a project. */
export async function listProjectVersions(ctx: Ctx, projectId: string): Promise<StoredVersion[]> {
  const rows = await ctx.db.datasetVersion.findMany({
    where: { projectId },
    orderBy: [{ datasetId: 'asc' }, { number: 'asc' }],
    select: VERSION,
  });
  return rows.map(toVersion);
}

/** Puts other files in the place of those of a version. */
export async function replaceVersionFiles(
  ctx: Ctx,
  { datasetId, number }: StoredVersion,
  to: Pick<NewVersion, 'rows' | 'sha256' | 'sizeBytes' | 'hashesSha256' | 'cutOff' | 'profile'>,
): Promise<void> {
  const { rows, sha256, sizeBytes, hashesSha256, cutOff, profile } = to;
  await ctx.db.datasetVersion.update({
    where: { datasetId_number: { datasetId, number } },
    data: { rows, sha256, sizeBytes: BigInt(sizeBytes), hashesSha256, cutOff, profile },
  });
}

/** Datasets of a project with their newest versions, those that changed last first. */
export async function listDatasetRows(
  ctx: Ctx,
  projectId: string,
): Promise<{ dataset: StoredDataset; versions: number; newest: StoredVersion }[]> {
  const rows = await ctx.db.namedDataset.findMany({
    where: { projectId },
    take: 1000,
    include: {
      _count: { select: { versions: true } },
      versions: { orderBy: { number: 'desc' }, take: 1, select: VERSION },
    },
  });
  return rows
    .flatMap(({ _count, versions: [newest], ...row }) =>
      newest ? [{ dataset: toDataset(row), versions: _count.versions, newest: toVersion(newest) }] : [],
    )
    .sort((a, b) => b.newest.createdAt.localeCompare(a.newest.createdAt));
}

/** Removes a dataset. Returns the sha256 of the files that nothing of the project refers to any more; their rows are gone, the files are the caller's to remove. */
export async function deleteDatasetRow(ctx: Ctx, of: { projectId: string; id: string }): Promise<string[]> {
  const { projectId, id } = of;
  const versions = await ctx.db.datasetVersion.findMany({
    where: { datasetId: id, projectId },
    select: { sha256: true, hashesSha256: true },
  });
  await ctx.db.namedDataset.delete({ where: { id } });
  return dropUnusedFiles(ctx, projectId, [...new Set(versions.flatMap((row) => [row.sha256, row.hashesSha256]))]);
}

/** Forgets those of these files that no version of the project names any more, and returns them; they are the caller's to remove. */
export async function dropUnusedFiles(ctx: Ctx, projectId: string, files: readonly string[]): Promise<string[]> {
  const used = await ctx.db.datasetVersion.findMany({
    where: { projectId, OR: [{ sha256: { in: [...files] } }, { hashesSha256: { in: [...files] } }] },
    select: { sha256: true, hashesSha256: true },
  });
  const kept = new Set(used.flatMap((row) => [row.sha256, row.hashesSha256]));
  const free = files.filter((sha256) => !kept.has(sha256));
  await ctx.db.artifact.deleteMany({ where: { projectId, sha256: { in: free } } });
  return free;
}

/** Which of these files no row of the project names. */
export async function unknownFiles(ctx: Ctx, projectId: string, files: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.artifact.findMany({
    where: { projectId, sha256: { in: [...files] } },
    select: { sha256: true },
  });
  return files.filter((file) => !rows.some(({ sha256 }) => sha256 === file));
}

/** References that were learnt from a file, newest first. */
export async function listReferencesOf(ctx: Ctx, of: { projectId: string; sha256: string }): Promise<DatasetUse[]> {
  const rows = await ctx.db.$queryRaw<{ model: string; version: number; at: Date }[]>`
    select m.name as model, r.version_number as version, r.created_at as at
    from datasets d join reference_profiles r on r.dataset_id = d.id join models m on m.id = d.model_id
    where d.project_id = ${of.projectId}::uuid and d.sha256 = ${of.sha256} order by r.created_at desc limit 100`;
  return rows.map(({ at, ...row }) => ({ ...row, kind: 'reference', at: at.toISOString() }));
}

/** Versions of models that a training run has made of a version of a dataset, newest first. */
export async function listTrainedOn(ctx: Ctx, of: { datasetId: string; number: number }): Promise<DatasetUse[]> {
  const rows = await ctx.db.$queryRaw<{ model: string; version: number; at: Date }[]>`
    select m.name as model, v.number as version, v.created_at as at
    from versions v join models m on m.id = v.model_id
    where v.trained_on ->> 'datasetId' = ${of.datasetId} and (v.trained_on ->> 'datasetNumber')::int = ${of.number}
    order by v.created_at desc limit 100`;
  return rows.map(({ at, ...row }) => ({ ...row, kind: 'training', at: at.toISOString() }));
}

export interface StoredUpload {
  upload: DatasetUpload;
  projectId: string;
  sha256: string;
}

export async function insertUploadRow(ctx: Ctx, { upload, ...of }: StoredUpload & { createdBy: string }) {
  await ctx.db.datasetUpload.create({ data: { ...upload, ...of, createdAt: ctx.now() } });
}

export async function findUploadRow(ctx: Ctx, id: string): Promise<StoredUpload | null> {
  const row = await ctx.db.datasetUpload.findUnique({ where: { id } });
  return row ? { upload: DatasetUpload.parse(row), projectId: row.projectId, sha256: row.sha256 } : null;
}

export async function deleteUploadRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.datasetUpload.deleteMany({ where: { id } });
}

/** Forgets uploads of before a moment; returns their ids. */
export async function deleteUploadsBefore(ctx: Ctx, before: Date): Promise<string[]> {
  const rows = await ctx.db.datasetUpload.findMany({
    where: { createdAt: { lt: before } },
    select: { id: true },
    take: 1000,
  });
  await ctx.db.datasetUpload.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  return rows.map(({ id }) => id);
}

/** The version that a job has made, with its dataset; null where there is none. */
export async function findVersionOfJob(ctx: Ctx, jobId: string): Promise<{ datasetId: string; number: number } | null> {
  return ctx.db.datasetVersion.findUnique({ where: { jobId }, select: { datasetId: true, number: true } });
}

/** When versions of a dataset were saved, the oldest first. */
export async function listDatasetTimes(ctx: Ctx, of: { datasetId: string; from: Date; to: Date }): Promise<Date[]> {
  const rows = await ctx.db.datasetVersion.findMany({
    where: { datasetId: of.datasetId, createdAt: { gt: of.from, lte: of.to } },
    orderBy: { number: 'asc' },
    select: { createdAt: true },
  });
  return rows.map(({ createdAt }) => createdAt);
}
