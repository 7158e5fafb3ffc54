import { type Ctx, inTransaction } from '@/lib/platform/context';
import { isAppError } from '@/lib/platform/errors';
import { findVersionOfJob } from '../datasets';
import { getVersion, requireFile } from '../registry';
import { startValidation } from '../validation';
import type { Examine } from './schema';

/** Throws where a version cannot be examined, or somebody may not have it examined. */
export async function checkExamined(ctx: Ctx, modelId: string, { version }: Examine): Promise<void> {
  const { model } = await getVersion(ctx, { model: modelId, number: version, permission: 'version.manage' });
  requireFile(model);
}

/** Has a version examined on the rows that a job has made. One that is under way is left alone. System scope. */
export async function examineOnBuild(
  ctx: Ctx,
  of: { modelId: string; jobId: string; createdBy: string; examine: Examine },
): Promise<void> {
  const made = await findVersionOfJob(ctx, of.jobId);
  if (!made) return;
  const { version, fairness, monotone } = of.examine;
  const asked: Ctx = { ...ctx, actor: { kind: 'system', name: of.createdBy } };
  const dataset = { id: made.datasetId, number: made.number, target: null, testPartOf: null };
  try {
    await inTransaction(asked, (tx) =>
      startValidation(tx, { model: of.modelId, number: version, plan: { dataset, fairness, monotone } }),
    );
  } catch (error) {
    if (!isAppError(error) || error.reason !== 'validation_running') throw error;
  }
}
