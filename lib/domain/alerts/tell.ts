import type { Ctx } from '@/lib/platform/context';
import { nameProject } from '../people';
import { getModel } from '../registry';
import type { Definition, DeliveryEvent, Evaluation } from './schema';
import { insertDelivery, type StoredDelivery } from './store-deliveries';
import type { StoredIncident } from './store-incidents';
import type { StoredRule } from './store-rules';
import { writeBody } from './write-message';

/** Puts a message about a rule in the line of its webhook; null where it has none. */
export async function tell(
  ctx: Ctx,
  rule: Pick<StoredRule, 'id' | 'projectId' | 'modelId' | 'name' | 'webhook'> & { definition: Definition },
  message: {
    event: DeliveryEvent;
    incident: StoredIncident | null;
    evaluation: Evaluation | null;
    /** Where people reach this installation. */
    publicUrl: string;
  },
  lease?: { id: string; ms: number },
): Promise<StoredDelivery | null> {
  const { webhook, projectId } = rule;
  if (!webhook) return null;
  const [project, model] = await Promise.all([
    nameProject(ctx, projectId),
    getModel(ctx, { model: rule.modelId, permission: 'alert.view' }),
  ]);
  const { event, incident, evaluation, publicUrl } = message;
  const place = `${publicUrl}/p/${project}/alerts`;
  const told = {
    event,
    at: ctx.now().toISOString(),
    project,
    rule: { id: rule.id, name: rule.name },
    model: model.name,
    incident: incident && { id: incident.id, level: incident.level, openedAt: incident.openedAt },
    url: incident ? `${place}/${incident.id}` : place,
    definition: rule.definition,
    evaluation,
  };
  const bodyOf = (id: string) => writeBody(webhook.format, id, told);
  const incidentId = incident?.id ?? null;
  return insertDelivery(ctx, { projectId, ruleId: rule.id, incidentId, event, url: webhook.url, bodyOf }, lease);
}
