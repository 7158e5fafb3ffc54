import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { authorise } from './permission';
import type { Retention } from './schema';
import { findProject, findRetention, listRetentionRows, saveRetention } from './store-retention';

/** For how many days the log of a project is kept. */
export async function getRetention(ctx: Ctx, input: { projectId: string }): Promise<Retention> {
  authorise(ctx.actor, 'retention.manage', input.projectId);
  return findRetention(ctx, input.projectId);
}

/**
 * Changes for how many days the log of a project is kept. Fewer days delete rows for good, so that the project's name must be repeated
 * as `name`.
 */
export async function setRetention(
  ctx: Ctx,
  input: Retention & { projectId: string; name?: string | undefined },
): Promise<Retention> {
  const { projectId, days } = input;
  authorise(ctx.actor, 'retention.manage', projectId);
  return inTransaction(ctx, async (tx) => {
    const before = await findRetention(tx, projectId);
    const { name } = await findProject(tx, projectId);
    if (days < before.days && input.name !== name)
      throw invalidInput('name', `repeat the project's name, "${name}", to delete what is older than ${days} days`, {
        reason: 'name_differs',
      });
    await saveRetention(tx, projectId, { days });
    await audit(tx, {
      action: 'project.retention',
      object: `project:${projectId}`,
      projectId,
      before,
      after: { days },
    });
    return { days };
  });
}

/** Every project with its days. Needs the scope of the system. */
export const listRetentions = (ctx: Ctx): Promise<(Retention & { projectId: string })[]> => listRetentionRows(ctx);
