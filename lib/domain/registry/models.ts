import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { authorise } from '../people';
import { removeFiles } from './artifacts';
import { getModel, getVersion } from './get-model';
import type { Model, Version } from './schema';
import { requireFile } from './served-elsewhere';
import { deleteModelRow, listModelRows, listVersionRows, setChampion, setLoaded, updateModelRow } from './store';
import { tellGateway } from './tell-gateway';
import type { TrafficGate } from './traffic-gate';

export async function listModels(ctx: Ctx, input: { projectId: string }): Promise<{ models: Model[] }> {
  authorise(ctx.actor, 'model.view', input.projectId);
  return { models: await listModelRows(ctx, input.projectId) };
}

export async function listVersions(ctx: Ctx, input: { model: string }): Promise<{ versions: Version[] }> {
  const model = await getModel(ctx, { ...input, permission: 'version.view' });
  return { versions: await listVersionRows(ctx, model) };
}

export async function updateModel(ctx: Ctx, input: { model: string; summary: string }): Promise<Model> {
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    await updateModelRow(tx, model.id, { summary: input.summary });
    await audit(tx, {
      action: 'model.update',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: { summary: model.summary },
      after: { summary: input.summary },
    });
    return { ...model, summary: input.summary };
  });
}

/**
 * Removes a model with its versions, cards, profiles and reports, and the files that nothing else refers to.
 * `name` must repeat the model's name. Its predictions stay in the log until they are too old to be kept.
 */
export async function deleteModel(ctx: Ctx, input: { model: string; name: string }): Promise<void> {
  const gone = await inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: input.model, permission: 'version.manage' });
    if (input.name !== model.name)
      throw invalidInput('name', `repeat the model's name, "${model.name}", to delete it`, { reason: 'name_differs' });
    const files = await deleteModelRow(tx, model);
    await audit(tx, {
      action: 'model.delete',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: { versions: model.versions, champion: model.champion },
    });
    return { projectId: model.projectId, files };
  });
  await tellGateway(ctx, { projectId: gone.projectId });
  await removeFiles(ctx, gone.projectId, gone.files);
}

/** Makes a version the one that answers when no number is named, if the gate lets it; it is loaded where it was not. */
export async function promoteVersion(
  ctx: Ctx,
  input: { model: string; number: number; gate: TrafficGate },
): Promise<Model> {
  const promoted = await inTransaction(ctx, async (tx) => {
    const { model, version } = await getVersion(tx, { ...input, permission: 'version.manage' });
    requireFile(model);
    if (model.champion === version.number && version.loaded) return model;
    const passed = await input.gate(tx, { model, number: version.number });
    await setLoaded(tx, model.id, true, version.number);
    const changed = await setChampion(tx, model, version.number);
    await audit(tx, {
      action: 'version.promote',
      object: `model:${model.name}/${version.number}`,
      projectId: model.projectId,
      before: { champion: model.champion },
      after: { champion: version.number, ...passed },
    });
    return changed;
  });
  await tellGateway(ctx, { projectId: promoted.projectId, modelId: promoted.id, number: input.number });
  return promoted;
}

/** Takes one version into service or out of it. The champion stays in service: another one must be made champion first. */
export async function setVersionLoaded(
  ctx: Ctx,
  input: { model: string; number: number; loaded: boolean },
): Promise<Version> {
  const { projectId, version: changed } = await inTransaction(ctx, async (tx) => {
    const { model, version } = await getVersion(tx, {
      model: input.model,
      number: input.number,
      permission: 'version.manage',
    });
    requireFile(model);
    if (!input.loaded && version.isChampion)
      throw new AppError(
        'conflict',
        `Version ${version.number} is the champion. Make another version champion first.`,
        {
          reason: 'is_champion',
        },
      );
    const { canary, shadow } = model.deployment;
    if (!input.loaded && (canary?.version === version.number || shadow === version.number))
      throw new AppError(
        'conflict',
        `Version ${version.number} is the ${shadow === version.number ? 'shadow' : 'canary'}. Take it out of the traffic first.`,
        { reason: 'is_in_traffic' },
      );
    if (!input.loaded && model.staging === version.number)
      throw new AppError('conflict', `Version ${version.number} is in staging. Take it out of there first.`, {
        reason: 'is_in_staging',
      });
    await setLoaded(tx, model.id, input.loaded, version.number);
    await audit(tx, {
      action: input.loaded ? 'version.load' : 'version.unload',
      object: `model:${model.name}/${version.number}`,
      projectId: model.projectId,
    });
    return { projectId: model.projectId, version: { ...version, loaded: input.loaded } };
  });
  await tellGateway(ctx, {
    projectId,
    modelId: changed.modelId,
    ...(input.loaded ? { number: changed.number } : {}),
  });
  return changed;
}
