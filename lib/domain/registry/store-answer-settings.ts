import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { AnswerSettings as AnswerSettingsRow } from '@/prisma/generated/client';
import { AnswerSettings, type Model, type SavedAnswerSettings } from './schema';

export const toAnswerSettings = (row: AnswerSettingsRow): SavedAnswerSettings => ({
  number: row.number,
  content: AnswerSettings.parse(row.content),
  reason: row.reason,
  basedOn: row.basedOn,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

interface OfVersion {
  modelId: string;
  versionNumber: number;
}

/** All that a version ever had, the one in force first. */
export async function listAnswerSettings(
  ctx: Ctx,
  { modelId, versionNumber }: OfVersion,
): Promise<SavedAnswerSettings[]> {
  const rows = await ctx.db.answerSettings.findMany({
    where: { modelId, versionNumber },
    orderBy: { number: 'desc' },
  });
  return rows.map(toAnswerSettings);
}

/** One of a version by its number, without one the one in force; null where there is none. */
export async function findAnswerSettings(
  ctx: Ctx,
  { modelId, versionNumber, number }: OfVersion & { number?: number },
): Promise<SavedAnswerSettings | null> {
  const row = await ctx.db.answerSettings.findFirst({
    where: { modelId, versionNumber, ...(number === undefined ? {} : { number }) },
    orderBy: { number: 'desc' },
  });
  return row && toAnswerSettings(row);
}

/** Holds off whoever changes the settings of the same version until the transaction ends. */
export async function lockAnswerSettings(ctx: Ctx, { modelId, versionNumber }: OfVersion): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`answer-settings/${modelId}/${versionNumber}`}))`;
}

/** Adds the next one, which is in force from then on. The caller holds the lock. */
export async function insertAnswerSettings(
  ctx: Ctx,
  model: Pick<Model, 'id' | 'projectId'>,
  {
    versionNumber,
    ...saved
  }: Pick<SavedAnswerSettings, 'number' | 'content' | 'reason' | 'basedOn' | 'createdBy'> & { versionNumber: number },
): Promise<SavedAnswerSettings> {
  const row = await ctx.db.answerSettings.create({
    data: { ...saved, versionNumber, projectId: model.projectId, modelId: model.id, createdAt: ctx.now() },
  });
  return toAnswerSettings(row);
}
