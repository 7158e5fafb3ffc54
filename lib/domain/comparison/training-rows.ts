import type { Ctx } from '@/lib/platform/context';
import type { LoggedInputs } from '../collection';
import type { LoggedAnswer } from '../predictions';
import type { Version } from '../registry/schema';
import { TrainingRows } from '../validation';

/** Whether a logged row is one that a version learnt, by the columns that both have. */
export type IsLearnt = (call: LoggedAnswer, row: number) => boolean;

/** Null where nobody knows what a version learnt: it was not trained here, its dataset is gone, or it takes what no logged row has (`known`). */
export async function learntRows(
  ctx: Ctx,
  of: { projectId: string; version: Version; inputs: LoggedInputs; known: ReadonlySet<string> },
): Promise<IsLearnt | null> {
  const training = await TrainingRows.open(ctx, of.projectId, of.version);
  const hasRow = training && (await training.rowFinder(of.known));
  return hasRow && ((call, row) => hasRow((name) => of.inputs.valueOf(call, row, name)));
}
