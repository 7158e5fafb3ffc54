import { makeWebhookSecret } from '@/lib/engine/webhooks';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput } from '@/lib/platform/errors';
import { uuid7 } from '@/lib/platform/uuid7';
import { getModel, getServedVersion, rowPlaces } from '../registry';
import type { Model } from '../registry/schema';
import { closeForRule } from './close-incident';
import { refuseClosedAddress } from './refuse-closed-address';
import { requireRule } from './require-rule';
import {
  type AlertRuleChange,
  type Definition,
  MAX_RULES,
  type NewAlertRule,
  RuleContent,
  type SavedAlertRule,
  type Webhook,
} from './schema';
import { countRules, insertRule, type StoredRule, toAlertRules, updateRuleRow } from './store-rules';

/** Makes a rule; it is evaluated at once. The secret of a webhook is in the reply and is not shown again. */
export async function createAlertRule(ctx: Ctx, input: NewAlertRule): Promise<SavedAlertRule> {
  const { model: named, ...content } = input;
  return inTransaction(ctx, async (tx) => {
    const model = await getModel(tx, { model: named, permission: 'alert.manage' });
    await checkAgainst(tx, model, content);
    const { projectId } = model;
    if ((await countRules(tx, projectId)) >= MAX_RULES)
      throw new AppError('limit_exceeded', `A project has ${MAX_RULES} alert rules at most. Delete one first.`, {
        reason: 'too_many_rules',
      });
    const webhook = renewWebhook(null, content.webhook);
    const rule = await insertRule(tx, {
      id: uuid7(tx.now().getTime()),
      projectId,
      modelId: model.id,
      ownerId: 'id' in ctx.actor ? ctx.actor.id : null,
      owner: actorName(ctx.actor),
      content,
      webhook,
    });
    await audit(tx, {
      action: 'alert-rule.create',
      object: `alert-rule:${rule.id}`,
      projectId,
      after: { model: model.name, ...forAudit(content) },
    });
    return saved(tx, rule, webhook?.secret ?? null);
  });
}

/** Changes a rule. Where it watches another thing than before, what it has open is closed and it begins anew. */
export async function updateAlertRule(
  ctx: Ctx,
  input: { id: string; change: AlertRuleChange; publicUrl: string },
): Promise<SavedAlertRule> {
  const { id, change, publicUrl } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await requireRule(tx, id, 'alert.manage');
    const { name, enabled, mutedUntil, webhook, mailTo, language, definition } = before;
    const old: RuleContent = {
      ...definition,
      name,
      enabled,
      mutedUntil: mutedUntil?.toISOString() ?? null,
      webhook: webhook && { url: webhook.url, format: webhook.format },
      mailTo,
      language,
    };
    const content = parseContent({ ...old, ...change });
    const model = await getModel(tx, { model: before.modelId, permission: 'alert.manage' });
    await checkAgainst(tx, model, content);
    const renewed = renewWebhook(webhook, content.webhook);
    const isOther = JSON.stringify(definitionOf(old)) !== JSON.stringify(definitionOf(content));
    if (isOther || !content.enabled)
      await closeForRule(tx, before, {
        because: isOther ? 'rule-changed' : 'rule-disabled',
        by: actorName(ctx.actor),
        publicUrl,
      });
    const rule = await updateRuleRow(tx, id, {
      content,
      webhook: renewed,
      anew: isOther || enabled !== content.enabled,
    });
    await audit(tx, {
      action: 'alert-rule.update',
      object: `alert-rule:${id}`,
      projectId: before.projectId,
      before: forAudit(old),
      after: forAudit(content),
    });
    return saved(tx, rule, renewed && renewed.secret !== webhook?.secret ? renewed.secret : null);
  });
}

async function saved(ctx: Ctx, rule: StoredRule, secret: string | null): Promise<SavedAlertRule> {
  const [shown] = await toAlertRules(ctx, [rule], true);
  if (!shown) throw new Error('a rule that was saved is there');
  return { rule: shown, secret };
}

/** Events are read by others too, and an address may be a secret, or a person: hosts say enough. */
const forAudit = ({ webhook, mailTo, ...content }: RuleContent) => ({
  ...content,
  mailTo: mailTo.map((address) => address.slice(address.lastIndexOf('@') + 1)),
  webhook: webhook && { host: new URL(webhook.url).host, format: webhook.format },
});

function definitionOf({
  name: _,
  enabled: __,
  mutedUntil: ___,
  webhook: ____,
  mailTo: _____,
  language: ______,
  ...definition
}: RuleContent): Definition {
  return definition;
}

function parseContent(content: RuleContent): RuleContent {
  const result = RuleContent.safeParse(content);
  if (result.success) return result.data;
  const invalidParams = result.error.issues.map(({ path, message }) => ({ name: path.join('.'), reason: message }));
  const [first] = invalidParams;
  throw new AppError('invalid_input', `${first?.name}: ${first?.reason}`, { invalidParams });
}

/** Version and column are there, and the webhook does not name an address inside our network. */
export async function checkAgainst(
  ctx: Ctx,
  model: Model,
  { version, column, webhook }: Pick<RuleContent, 'version' | 'column' | 'webhook'>,
): Promise<void> {
  if (typeof version === 'number' && !model.versions.includes(version))
    throw invalidInput('version', `${model.name} has no version ${version}; it has ${model.versions.join(', ')}.`);
  if (column !== null && model.versions.length > 0) {
    const number = typeof version === 'number' ? version : undefined;
    const { served } = await getServedVersion(ctx, { model: model.id, number, permission: 'alert.manage' });
    const names = rowPlaces(served).map(({ name }) => name);
    if (!names.includes(column))
      throw invalidInput('column', `the version has no column "${column}"; it has ${names.slice(0, 30).join(', ')}.`, {
        reason: 'unknown_column',
      });
  }
  if (webhook) refuseClosedAddress('webhook.url', webhook.url);
}

/** An address that is new gets a secret of its own; another format of the same address keeps it. */
function renewWebhook(before: StoredRule['webhook'], after: Webhook | null): StoredRule['webhook'] {
  if (!after) return null;
  return { ...after, secret: before?.url === after.url ? before.secret : makeWebhookSecret() };
}
