import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { authorise } from '../people';
import { makeModelWithoutFile } from './new-model';
import type { Model, Signature, Version } from './schema';
import { setChampion } from './store';

/** Makes a model whose first version has no file: the running service behind the gateway answers. Throws 409 where the name is taken. */
export async function registerService(
  ctx: Ctx,
  input: { projectId: string; modelName: string; signature: Signature },
): Promise<{ model: Model; version: Version }> {
  authorise(ctx.actor, 'version.upload', input.projectId);
  return inTransaction(ctx, async (tx) => {
    const { model, version } = await makeModelWithoutFile(tx, {
      projectId: input.projectId,
      name: input.modelName,
      servedBy: 'upstream',
      signature: input.signature,
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
