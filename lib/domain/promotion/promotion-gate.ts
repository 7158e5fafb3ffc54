import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import type { Model } from '../registry/schema';
import { passGate } from '../validation';
import { findRules } from './store-rules';

/**
 * Lets a version pass that somebody gives calls by hand, beside any promotion: 409 `needs_approval` where the project wants a second
 * person, then the rules of the model's gate. An administrator passes both with a reason.
 */
export async function passPromotionGate(
  tx: Ctx,
  of: { model: Model; number: number },
  override: string | undefined,
): Promise<object | null> {
  const { approval } = await findRules(tx, of.model.projectId);
  const needsApproval = approval === 'second-person' && of.model.champion !== null;
  if (needsApproval && override === undefined)
    throw new AppError(
      'conflict',
      'In this project a second person approves what answers calls. Ask for a promotion; an administrator can pass with a reason.',
      { reason: 'needs_approval' },
    );
  if (needsApproval) authorise(tx.actor, 'version.override', of.model.projectId);
  const passed = await passGate(tx, of, override);
  return needsApproval ? { ...passed, override } : passed;
}
