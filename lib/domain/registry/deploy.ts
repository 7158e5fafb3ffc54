import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { getVersion } from './get-model';
import { takesSameInputs } from './same-inputs';
import type { Deployment, Model, Version } from './schema';
import { requireFile } from './served-elsewhere';
import { setLoaded, updateModelRow } from './store';
import { tellGateway } from './tell-gateway';
import type { TrafficGate } from './traffic-gate';

/**
 * Says how the calls of a model are answered: which version gets a share of them, which one answers beside, how many are kept in the
 * log and how many runners work. Canary and shadow are taken into service. A new canary passes the gate; the champion is changed by promoting.
 */
export async function deploy(
  ctx: Ctx,
  input: { model: string; deployment: Deployment; gate: TrafficGate },
): Promise<Model> {
  const { canary, shadow } = input.deployment;
  const changed = await inTransaction(ctx, async (tx) => {
    const { model, version: champion } = await getVersion(tx, { model: input.model, permission: 'version.manage' });
    requireFile(model);
    if (model.champion === null)
      throw new AppError('conflict', 'This model has no champion yet.', { reason: 'no_champion' });
    if (canary && canary.version === shadow)
      throw invalidInput('shadow', 'a version is either canary or shadow', { reason: 'same_version' });
    for (const [field, number] of [
      ['canary.version', canary?.version],
      ['shadow', shadow],
    ] as const) {
      if (number === undefined || number === null) continue;
      const { version } = await getVersion(tx, { model: model.id, number, permission: 'version.manage' });
      if (champion.servedBy === 'upstream') requireFileBeside(field, version);
      else requirePeer(field, champion, version);
      if (!version.loaded) await setLoaded(tx, model.id, true, number);
    }
    const isNew = canary !== null && canary.version !== model.deployment.canary?.version;
    const passed = isNew ? await input.gate(tx, { model, number: canary.version }) : null;
    await updateModelRow(tx, model.id, { deployment: input.deployment });
    await audit(tx, {
      action: 'model.deploy',
      object: `model:${model.name}`,
      projectId: model.projectId,
      before: model.deployment,
      after: { ...input.deployment, ...passed },
    });
    return { ...model, deployment: input.deployment };
  });
  const beside = canary?.version ?? shadow;
  await tellGateway(ctx, {
    projectId: changed.projectId,
    modelId: changed.id,
    ...(beside === null ? {} : { number: beside }),
  });
  return changed;
}

/** Beside a running service a file may answer, whose columns are found in what callers send. A share of the calls it cannot get. */
function requireFileBeside(field: string, version: Version) {
  if (field !== 'shadow')
    throw invalidInput(field, 'beside a running service a version can be the shadow only', { reason: 'no_canary' });
  if (version.servedBy !== 'runner')
    throw invalidInput(field, `version ${version.number} has no file to run`, { reason: 'no_file' });
}

function requirePeer(field: string, champion: Version, version: Version) {
  if (version.number === champion.number)
    throw invalidInput(field, `version ${version.number} is the champion`, { reason: 'is_champion' });
  if (!takesSameInputs(champion.signature, version.signature))
    throw invalidInput(
      field,
      `version ${version.number} takes other inputs than the champion, version ${champion.number}`,
      { reason: 'signature_differs' },
    );
}
