import { type Ctx, inTransaction } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import { takeEvents } from '../feedback';
import { nameProject } from '../people';
import { getModel } from '../registry';
import { insertDelivery } from './store-deliveries';
import { listHookRows } from './store-hooks';
import { writeEvent } from './write-event';

const AT_ONCE = 50;

/**
 * Puts what happened to feedback and rows in the line of the webhooks that want it, and forgets it then: both in one transaction, so that
 * nothing is lost or put there twice. Returns false when nothing had happened. System scope.
 */
export async function forwardEvents(ctx: Ctx, { publicUrl }: { publicUrl: string }): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const noted = await takeEvents(tx, AT_ONCE);
    if (noted.length === 0) return false;
    const hooks = await listHookRows(tx, [...new Set(noted.map(({ projectId }) => projectId))]);
    for (const { projectId, modelId, event } of noted) {
      const wanting = hooks.filter(
        (hook) => hook.projectId === projectId && hook.enabled && hook.events.includes(event.event),
      );
      if (wanting.length === 0) continue;
      const model = modelId && (await getModel(tx, { model: modelId }).catch(nothingIfGone));
      const project = await nameProject(tx, projectId);
      const told = { event, project, model: model ? model.name : null, at: tx.now(), publicUrl };
      for (const hook of wanting)
        await insertDelivery(tx, {
          ...{ projectId, ruleId: null, webhookId: hook.id, incidentId: null, event: event.event, url: hook.url },
          bodyOf: (id) => writeEvent(hook, id, told),
        });
    }
    return true;
  });
}
