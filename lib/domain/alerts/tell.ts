import type { Ctx } from '@/lib/platform/context';
import { nameProject } from '../people';
import { getModel } from '../registry';
import type { Definition, DeliveryEvent, Evaluation } from './schema';
import { insertDelivery, mailUrl, type StoredDelivery } from './store-deliveries';
import type { StoredIncident } from './store-incidents';
import type { StoredRule } from './store-rules';
import { writeBody, writeMail } from './write-message';

type Teller = Pick<StoredRule, 'id' | 'projectId' | 'modelId' | 'name' | 'webhook' | 'mailTo' | 'language'>;

/** Puts a message about a rule in the line of its webhook, and one of each address; none where it tells nobody. */
export async function tell(
  ctx: Ctx,
  rule: Teller & { definition: Definition },
  message: {
    event: DeliveryEvent;
    incident: StoredIncident | null;
    evaluation: Evaluation | null;
    /** Where people reach this installation. */
    publicUrl: string;
  },
  lease?: { id: string; ms: number },
): Promise<StoredDelivery[]> {
  const { webhook, mailTo, language, projectId } = rule;
  if (!webhook && mailTo.length === 0) return [];
  const [project, model] = await Promise.all([
    nameProject(ctx, projectId),
    getModel(ctx, { model: rule.modelId, permission: 'alert.view' }),
  ]);
  const { event, incident, evaluation, publicUrl } = message;
  const place = `${publicUrl}/p/${project}/alerts`;
  const told = {
    event,
    language,
    at: ctx.now().toISOString(),
    project,
    rule: { id: rule.id, name: rule.name },
    model: model.name,
    incident: incident && { id: incident.id, level: incident.level, openedAt: incident.openedAt },
    url: incident ? `${place}/${incident.id}` : place,
    definition: rule.definition,
    evaluation,
  };
  const of = { projectId, ruleId: rule.id, incidentId: incident?.id ?? null, event };
  const sent: StoredDelivery[] = [];
  if (webhook) {
    const bodyOf = (id: string) => writeBody(webhook.format, id, told);
    sent.push(await insertDelivery(ctx, { ...of, url: webhook.url, bodyOf }, lease));
  }
  const mail = JSON.stringify(writeMail(told));
  for (const address of mailTo)
    sent.push(await insertDelivery(ctx, { ...of, url: mailUrl(address), bodyOf: () => mail }, lease));
  return sent;
}
