import 'server-only';
import { judgedFields, listScores } from '@/lib/domain/feedback';
import type { JudgedField, Score } from '@/lib/domain/feedback/schema';
import { getServedVersion } from '@/lib/domain/registry';
import type { Ctx } from '@/lib/platform/context';
import { mailSender } from '@/lib/platform/mail-sender';
import { type ModelReading, readingOf } from './model-reading';

export interface JudgeableRow extends ModelReading {
  fields: JudgedField[];
  scores: Score[];
  canMail: boolean;
}

/** What a form for feedback on rows of a version asks: its classes or unit, its fields, and the project's scores in use. */
export async function judgeableOf(
  ctx: Ctx,
  of: { projectId: string; model: string; number: number },
): Promise<JudgeableRow> {
  const { projectId, model, number } = of;
  const [reading, version, { scores }] = await Promise.all([
    readingOf(ctx, model, number),
    getServedVersion(ctx, { model, number, permission: 'model.view' }),
    listScores(ctx, { projectId }),
  ]);
  return {
    ...reading,
    fields: judgedFields(version),
    scores: scores.filter(({ archivedAt }) => archivedAt === null),
    canMail: mailSender() !== null,
  };
}
