import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import { NO_FILE } from './no-file';
import type { Model, Signature, Version } from './schema';
import { findModelRow, insertModel, insertVersion, setChampion } from './store';

/** Makes a model whose first version has no file: the running service behind the gateway answers. Throws 409 where the name is taken. */
export async function registerService(
  ctx: Ctx,
  input: { projectId: string; modelName: string; signature: Signature },
): Promise<{ model: Model; version: Version }> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  const createdBy = actorName(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const place = { projectId: input.projectId, name: input.modelName };
    await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`${input.projectId}/${input.modelName}`}))`;
    if (await findModelRow(tx, place))
      throw new AppError('conflict', `There is a model "${input.modelName}" already. Choose another name.`, {
        reason: 'name_taken',
      });
    const model = await insertModel(tx, { ...place, createdBy });
    const version = await insertVersion(tx, model, {
      ...NO_FILE,
      number: 1,
      servedBy: 'upstream',
      signature: input.signature,
      createdBy,
    });
    const promoted = await setChampion(tx, model, 1);
    await audit(tx, {
      action: 'version.register',
      object: `model:${model.name}/1`,
      projectId: input.projectId,
      after: { servedBy: 'upstream' },
    });
    return { model: { ...promoted, versions: [1], upstreamVersion: 1 }, version: { ...version, isChampion: true } };
  });
}
