import { randomUUID } from 'node:crypto';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError } from '@/lib/platform/errors';
import { mailSender } from '@/lib/platform/mail-sender';
import { authorise, isAllowed } from '../people';
import { getModel } from '../registry';
import { closeForRule } from './close-incident';
import { DELIVERY_LEASE_MS, tryDelivery } from './deliver';
import { requireRule } from './require-rule';
import { type AlertRule, type AlertRules, MAX_RULES, type TestDeliveries } from './schema';
import { deleteRuleRow, listRuleRows, makeRuleDue, type StoredRule, toAlertRules } from './store-rules';
import { tell } from './tell';

/** The rules of a project, or of one of its models, by name. */
export async function listAlertRules(
  ctx: Ctx,
  input: { projectId: string; model?: string | undefined },
): Promise<AlertRules> {
  authorise(ctx.actor, 'alert.view', input.projectId);
  const model =
    input.model === undefined ? null : await getModel(ctx, { model: input.model, permission: 'alert.view' });
  const rules = await listRuleRows(ctx, input.projectId, model?.id);
  return {
    rules: await toAlertRules(ctx, rules, isAllowed(ctx.actor, 'alert.manage', input.projectId)),
    mostRules: MAX_RULES,
    isMailSet: mailSender() !== null,
  };
}

export async function getAlertRule(ctx: Ctx, input: { id: string }): Promise<AlertRule> {
  return shown(ctx, await requireRule(ctx, input.id, 'alert.view'));
}

async function shown(ctx: Ctx, rule: StoredRule): Promise<AlertRule> {
  const [view] = await toAlertRules(ctx, [rule], isAllowed(ctx.actor, 'alert.manage', rule.projectId));
  if (!view) throw new Error('a rule that was found is there');
  return view;
}

/** Removes a rule with its history of values. Its incidents stay; one that is open is closed. */
export async function deleteAlertRule(ctx: Ctx, input: { id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rule = await requireRule(tx, input.id, 'alert.manage');
    await closeForRule(tx, rule, { because: 'rule-deleted', by: actorName(ctx.actor), publicUrl: null });
    await deleteRuleRow(tx, rule.id);
    const { name, definition } = rule;
    await audit(tx, {
      action: 'alert-rule.delete',
      object: `alert-rule:${rule.id}`,
      projectId: rule.projectId,
      before: { name, ...definition },
    });
  });
}

/** Has the worker evaluate a rule now instead of at its next time. */
export async function checkAlertRule(ctx: Ctx, input: { id: string }): Promise<AlertRule> {
  const rule = await requireRule(ctx, input.id, 'alert.manage');
  if (!rule.enabled)
    throw new AppError('conflict', 'The rule is switched off. Switch it on first.', { reason: 'rule_disabled' });
  await makeRuleDue(ctx, rule.id);
  return shown(ctx, await requireRule(ctx, input.id, 'alert.manage'));
}

/** Sends a test to the webhook and the addresses of a rule, once and at once, and tells what came of it. */
export async function testAlertRule(ctx: Ctx, input: { id: string; publicUrl: string }): Promise<TestDeliveries> {
  const rule = await requireRule(ctx, input.id, 'alert.manage');
  const lease = { id: randomUUID(), ms: DELIVERY_LEASE_MS };
  const message = { event: 'test', incident: null, evaluation: null, publicUrl: input.publicUrl } as const;
  const sent = await tell(ctx, rule, message, lease);
  if (sent.length === 0)
    throw new AppError('conflict', 'The rule tells nobody. Give it a webhook or an e-mail address first.', {
      reason: 'tells_nobody',
    });
  const outcomes = await Promise.all(sent.map((delivery) => tryDelivery(ctx, delivery, lease.id, 1)));
  return { deliveries: outcomes.flatMap((outcome) => outcome ?? []) };
}
