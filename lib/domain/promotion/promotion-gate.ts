import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import type { TrafficGate } from '../registry';
import type { Model } from '../registry/schema';
import { findLive } from './find-live';
import { passRules } from './live-rules';
import { findRules } from './store-rules';

/**
 * The gate before a version that somebody gives calls by hand, beside any promotion: 409 `needs_approval` where the project wants a second
 * person, then the rules of the model's gate and of the project. An administrator passes all of them with a reason. Without a number nothing
 * is given.
 */
export async function promotionGate(
  ctx: Ctx,
  asked: { model: string; number: number | null },
  override: string | undefined,
): Promise<TrafficGate> {
  const live =
    asked.number === null
      ? { champion: null, findings: [] }
      : await findLive(ctx, { model: asked.model, number: asked.number });
  return async (tx, of) => {
    const approved = await passSecondPerson(tx, of, override);
    const passed = await passRules(tx, of, live, override);
    return approved ? { ...passed, ...approved } : passed;
  };
}

/** Lets what answers calls be changed without a second person: 409 `needs_approval` where the project wants one. An administrator passes with a reason. */
export async function passSecondPerson(
  tx: Ctx,
  of: { model: Model },
  override: string | undefined,
): Promise<{ override: string } | null> {
  const { approval } = await findRules(tx, of.model.projectId);
  if (approval !== 'second-person' || of.model.champion === null) return null;
  if (override === undefined)
    throw new AppError(
      'conflict',
      'In this project a second person approves what answers calls. Ask for a promotion; an administrator can pass with a reason.',
      { reason: 'needs_approval' },
    );
  authorise(tx.actor, 'version.override', of.model.projectId);
  return { override };
}
