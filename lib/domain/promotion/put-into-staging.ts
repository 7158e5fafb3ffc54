import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { getModel, getVersion, requireFile, setLoaded, setStaging, tellGateway } from '../registry';
import { getEnvironments } from './get-environments';
import type { Environments } from './schema';
import { lockPromotions } from './store-promotions';

/**
 * Puts a version into staging, where it answers calls that name the version `staging`, or takes out what is there (null). Nobody else has to
 * approve it, and production's calls go as before. 422 for a version without a file, 409 where nothing would change.
 */
export async function putIntoStaging(
  ctx: Ctx,
  input: { model: string; version: number | null; reason: string },
): Promise<Environments> {
  const model = await inTransaction(ctx, async (tx) => {
    const found = await getModel(tx, { model: input.model, permission: 'promotion.ask' });
    requireFile(found);
    await lockPromotions(tx, found.id);
    const { staging } = await getModel(tx, { model: found.id });
    if (staging === input.version)
      throw new AppError(
        'conflict',
        input.version === null ? 'Nothing is in staging.' : `Version ${input.version} is in staging already.`,
        { reason: 'same_staging' },
      );
    if (input.version !== null) {
      const { version } = await getVersion(tx, { model: found.id, number: input.version });
      if (version.servedBy !== 'runner')
        throw invalidInput('version', `version ${version.number} has no file to run`, { reason: 'no_file' });
      if (!version.loaded) await setLoaded(tx, found.id, true, version.number);
    }
    await setStaging(tx, found, input.version);
    await audit(tx, {
      action: 'model.staging',
      object: `model:${found.name}/${input.version ?? staging}`,
      projectId: found.projectId,
      before: { staging },
      after: { staging: input.version, reason: input.reason },
    });
    return found;
  });
  await tellGateway(ctx, {
    projectId: model.projectId,
    modelId: model.id,
    ...(input.version === null ? {} : { number: input.version }),
  });
  return getEnvironments(ctx, { model: model.id });
}
