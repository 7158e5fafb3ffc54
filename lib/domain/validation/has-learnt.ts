import type { Ctx } from '@/lib/platform/context';
import { getVersion } from '../registry';
import { findLearnt } from './find-learnt';
import type { TestField } from './schema';
import { TrainingRows } from './training-rows';

/** Whether a version was trained with a row of the log; false where nobody knows. For verbs that have asked for the permission already. */
export async function hasLearnt(
  ctx: Ctx,
  of: { modelId: string; number: number; fields: readonly TestField[]; entityHash: string },
): Promise<boolean> {
  const { model, version } = await getVersion(ctx, { model: of.modelId, number: of.number });
  const rows = await TrainingRows.open(ctx, model.projectId, version);
  return rows !== null && (await findLearnt(rows, of)) !== null;
}
