import type { Ctx } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { findReference, type OpenDataset, takeDatasetReference } from '../datasets';
import type { Version } from '../registry/schema';

/**
 * Makes the rows that a version has learnt the reference that its drift is measured against, so that the drift of a version that becomes champion
 * is told without anybody doing anything. One that has a reference keeps it, and one whose rows make none is left without, as an uploaded
 * version is. Returns what the log of its run says of it.
 */
export async function takeTrainingReference(
  ctx: Ctx,
  { version, dataset, features }: { version: Version; dataset: OpenDataset; features: readonly string[] },
): Promise<string> {
  const { modelId, number } = version;
  try {
    const reference =
      (await findReference(ctx, modelId, number)) ??
      (await takeDatasetReference(ctx, { model: modelId, number, dataset, taught: features })).reference;
    return `Its drift is measured against ${reference.rows} of the rows.`;
  } catch (error) {
    if (!isAppError(error) || error.code === 'unavailable' || error.code === 'internal') throw error;
    return `Its rows did not become its reference: ${error.message}`;
  }
}
