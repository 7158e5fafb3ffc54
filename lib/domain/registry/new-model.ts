import { insertJob } from '@/lib/engine/jobs';
import { actorName, type Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { NO_FILE } from './no-file';
import type { Model, ServedBy, Signature, Version } from './schema';
import { findModelRow, insertModel, insertVersion } from './store';

/** Work that makes the first rows of a version its reference, because nobody has those that it was trained on. */
export const FIRST_REFERENCE_JOB = 'first-reference';

/** Makes a model that has no version yet. Throws 409 where the name is taken. Within a transaction. */
export async function makeEmptyModel(
  tx: Ctx,
  { projectId, name, elsewhere = false }: { projectId: string; name: string; elsewhere?: boolean },
): Promise<Model> {
  await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`${projectId}/${name}`}))`;
  if (await findModelRow(tx, { projectId, name }))
    throw new AppError('conflict', `There is a model "${name}" already. Choose another name.`, {
      reason: 'name_taken',
      invalidParams: [{ name: 'name', reason: 'there is a model with this name' }],
    });
  return insertModel(tx, {
    projectId,
    name,
    createdBy: actorName(tx.actor),
    ...(elsewhere ? { elsewhere: true } : {}),
  });
}

/** Makes a model whose first version has no file of ours. Throws 409 where the name is taken. Within a transaction. */
export async function makeModelWithoutFile(
  tx: Ctx,
  of: { projectId: string; name: string; servedBy: Exclude<ServedBy, 'runner'>; signature: Signature },
): Promise<{ model: Model; version: Version }> {
  const { projectId, name, servedBy, signature } = of;
  const createdBy = actorName(tx.actor);
  const isElsewhere = servedBy === 'elsewhere';
  const model = await makeEmptyModel(tx, { projectId, name, elsewhere: isElsewhere });
  const version = await insertVersion(tx, model, {
    ...NO_FILE,
    number: 1,
    servedBy,
    signature,
    createdBy,
    ...(isElsewhere ? { loaded: false } : {}),
  });
  await insertJob(tx, {
    projectId,
    kind: FIRST_REFERENCE_JOB,
    payload: { modelId: model.id, number: version.number },
    createdBy,
  });
  return { model, version };
}
