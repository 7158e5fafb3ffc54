import type { Ctx } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { authorise } from '../people';
import type { Model } from '../registry/schema';
import { passGate } from '../validation';
import type { LiveFindings } from './find-live';
import { tellFinding } from './tell-finding';

/**
 * Lets a version pass that is to answer production's calls: 409 `gate_failed` where a rule of its model's gate or of its project stands before
 * it, 409 `champion_changed` where it was held against another champion. An administrator passes with a reason; what comes back of that is for
 * the audit trail.
 */
export async function passRules(
  tx: Ctx,
  of: { model: Model; number: number },
  { champion, findings }: LiveFindings,
  override: string | undefined,
): Promise<object | null> {
  const passed = await passGate(tx, of, override);
  const failed = findings.filter(({ verdict }) => verdict === 'fail').map(tellFinding);
  if (findings.length > 0 && of.model.champion !== champion)
    throw new AppError('conflict', 'The champion has changed meanwhile. Ask again.', { reason: 'champion_changed' });
  if (failed.length === 0) return passed;
  if (override === undefined)
    throw new AppError(
      'conflict',
      `The gate does not let version ${of.number} pass: ${failed.join(' ')} An administrator can promote it all the same with a reason.`,
      { reason: 'gate_failed', details: { live: failed } },
    );
  authorise(tx.actor, 'version.override', of.model.projectId);
  return { ...passed, failedRules: failed, override };
}
