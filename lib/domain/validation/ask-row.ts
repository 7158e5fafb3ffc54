import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { getServedVersion } from '../registry';
import type { InferRows, RowAnswer } from './infer-rows';
import { rowFor } from './regression-row';
import type { TestField } from './schema';
import { inferInForce } from './settled-inference';

/** What a version answers to a row of the log by its settings; null where it cannot be asked. For verbs that have asked for the permission already. */
export async function askRow(
  ctx: Ctx,
  input: { projectId: string; modelId: string; number: number; fields: TestField[]; infer: InferRows },
): Promise<RowAnswer | null> {
  const { projectId, modelId, number, fields, infer } = input;
  const { served, version } = await getServedVersion(ctx, { model: modelId, number, permission: 'model.view' });
  const found = rowFor(served.columns, fields);
  if ('missing' in found || version.servedBy !== 'runner') return null;
  const inForce = await inferInForce(ctx, infer, { modelId, number, served });
  try {
    const { answers } = await inForce.infer({ projectId, modelId, number, rows: [found.row] });
    return answers[0] ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid_input') return null;
    throw error;
  }
}
