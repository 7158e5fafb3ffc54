import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { getModel } from './get-model';
import type { Model } from './schema';
import { requireFile } from './served-elsewhere';
import { setLoaded } from './store';

/** Brings the kept versions of a model back into service. */
export async function loadModel(ctx: Ctx, input: { model: string }): Promise<Model> {
  return setModelLoaded(ctx, input.model, true);
}

/** Takes a model out of service; its files stay. */
export async function unloadModel(ctx: Ctx, input: { model: string }): Promise<Model> {
  return setModelLoaded(ctx, input.model, false);
}

async function setModelLoaded(ctx: Ctx, reference: string, loaded: boolean): Promise<Model> {
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: reference, permission: 'version.manage' });
    requireFile(model);
    await setLoaded(tx, model.id, loaded);
    await audit(tx, {
      action: loaded ? 'model.load' : 'model.unload',
      object: `model:${model.name}`,
      projectId: model.projectId,
    });
    return { ...model, serving: loaded && model.champion !== null };
  });
}
