import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { getVersion, requireFile, takesSameInputs, tellGateway } from '../registry';
import { beginRollout } from './begin-rollout';
import { composeReleaseNotes } from './compose-release-notes';
import { findLive } from './find-live';
import { passRules } from './live-rules';
import type { Promotion } from './schema';
import { findOpenPromotion, insertPromotion, lockPromotions, shownPromotion } from './store-promotions';
import { findRules } from './store-rules';

/**
 * Asks for a version to become champion. Where nobody else has to approve it goes into its first stage at once. Throws 409 where another one
 * is under way or where rules of its model stand before it, 422 where callers would have to change.
 */
export async function askPromotion(
  ctx: Ctx,
  input: { model: string; version: number; reason: string; override?: string | undefined },
): Promise<Promotion> {
  const live = await findLive(ctx, { model: input.model, number: input.version });
  const { promotion, model } = await inTransaction(ctx, async (tx) => {
    const { model: found, version: champion } = await getVersion(tx, {
      model: input.model,
      permission: 'promotion.ask',
    });
    requireFile(found);
    await lockPromotions(tx, found.id);
    const { version } = await getVersion(tx, { model: found.id, number: input.version, permission: 'promotion.ask' });
    if (found.champion === null)
      throw new AppError('conflict', 'This model has no champion yet.', { reason: 'no_champion' });
    if (version.number === found.champion)
      throw invalidInput('version', `version ${version.number} is the champion`, { reason: 'is_champion' });
    if (!takesSameInputs(champion.signature, version.signature))
      throw invalidInput(
        'version',
        `version ${version.number} takes other inputs than the champion, version ${champion.number}`,
        { reason: 'signature_differs' },
      );
    const open = await findOpenPromotion(tx, found.id);
    if (open)
      throw new AppError('conflict', `Version ${open.versionNumber} is under way already. Stop it first, or wait.`, {
        reason: 'promotion_open',
      });
    const passed = await passRules(tx, { model: found, number: version.number }, live, input.override);
    const rules = await findRules(tx, found.projectId);
    const asked = await insertPromotion(tx, {
      projectId: found.projectId,
      modelId: found.id,
      versionNumber: version.number,
      fromNumber: found.champion,
      rules,
      reason: input.reason,
      override: passed ? (input.override ?? null) : null,
      askedBy: actorName(tx.actor),
      askedById: 'id' in tx.actor ? tx.actor.id : null,
      notes: {
        ...(await composeReleaseNotes(tx, { model: found, before: champion, after: version })),
        live: live.findings,
      },
    });
    await audit(tx, {
      action: 'promotion.ask',
      object: `model:${found.name}/${version.number}`,
      projectId: found.projectId,
      before: { champion: found.champion },
      after: { promotionId: asked.id, reason: input.reason, approval: rules.approval, ...passed },
    });
    return { promotion: rules.approval === 'none' ? await beginRollout(tx, asked) : asked, model: found };
  });
  // One that waits for its approval changes nothing of what is served.
  if (promotion.state !== 'asked')
    await tellGateway(ctx, { projectId: model.projectId, modelId: model.id, number: promotion.versionNumber });
  return shownPromotion(promotion);
}
