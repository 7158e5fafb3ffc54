import { randomUUID } from 'node:crypto';
import { makeWebhookSecret } from '@/lib/engine/webhooks';
import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise, nameProject } from '../people';
import { DELIVERY_LEASE_MS, tryDelivery } from './deliver';
import { refuseClosedAddress } from './refuse-closed-address';
import {
  HookChange,
  HookContent,
  type HookDeliveries,
  type Hooks,
  MAX_HOOKS,
  type SavedHook,
  type TestDeliveries,
} from './schema';
import { insertDelivery, listHookMessages } from './store-deliveries';
import {
  changeHook,
  deleteHook,
  findHookRow,
  insertHook,
  isNameTaken,
  listHookRows,
  type StoredHook,
  showHooks,
} from './store-hooks';
import { writeEvent } from './write-event';

const SHOWN = 100;

/** Where a project tells of new feedback and of decisions. */
export async function listHooks(ctx: Ctx, { projectId }: { projectId: string }): Promise<Hooks> {
  authorise(ctx.actor, 'webhook.manage', projectId);
  return { webhooks: await showHooks(ctx, await listHookRows(ctx, [projectId])) };
}

/** Adds a webhook. The secret that signs its messages is in the reply and is not shown again. */
export async function createHook(ctx: Ctx, input: HookContent & { projectId: string }): Promise<SavedHook> {
  const { projectId } = input;
  authorise(ctx.actor, 'webhook.manage', projectId);
  refuseClosedAddress('url', input.url);
  return inTransaction(ctx, async (tx) => {
    if ((await listHookRows(tx, [projectId])).length >= MAX_HOOKS)
      throw new AppError('limit_exceeded', `A project has ${MAX_HOOKS} webhooks at most. Delete one first.`, {
        reason: 'too_many_webhooks',
      });
    const hook = await insertHook(tx, { ...input, secret: makeWebhookSecret(), createdBy: actorName(ctx.actor) });
    if (!hook) throw takenName(input.name);
    await audit(tx, { action: 'webhook.create', object: `webhook:${hook.id}`, projectId, after: forAudit(hook) });
    return saved(tx, hook, hook.secret);
  });
}

/** Changes a webhook. A new address gets a new secret, and what waits for the old one goes nowhere. */
export async function updateHook(ctx: Ctx, input: HookChange & { id: string }): Promise<SavedHook> {
  const { id, ...change } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await requireHook(tx, id);
    const { name, url, format, events, language, enabled } = before;
    const content = HookContent.parse({ name, url, format, events, language, enabled, ...HookChange.parse(change) });
    refuseClosedAddress('url', content.url);
    if (await isNameTaken(tx, { ...before, name: content.name })) throw takenName(content.name);
    const secret = content.url === url ? before.secret : makeWebhookSecret();
    const hook = await changeHook(tx, id, { ...content, secret });
    await audit(tx, {
      action: 'webhook.update',
      object: `webhook:${id}`,
      projectId: before.projectId,
      before: forAudit(before),
      after: forAudit(hook),
    });
    return saved(tx, hook, secret === before.secret ? null : secret);
  });
}

export async function removeHook(ctx: Ctx, input: { id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const hook = await requireHook(tx, input.id);
    await deleteHook(tx, hook.id);
    const { id, projectId } = hook;
    await audit(tx, { action: 'webhook.delete', object: `webhook:${id}`, projectId, before: forAudit(hook) });
  });
}

/** Sends a test to a webhook, once and at once, and tells what came of it. */
export async function testHook(ctx: Ctx, input: { id: string; publicUrl: string }): Promise<TestDeliveries> {
  const hook = await requireHook(ctx, input.id);
  const project = await nameProject(ctx, hook.projectId);
  const lease = { id: randomUUID(), ms: DELIVERY_LEASE_MS };
  const told = { event: null, project, model: null, at: ctx.now(), publicUrl: input.publicUrl };
  const { id: webhookId, projectId, url } = hook;
  const sent = await insertDelivery(
    ctx,
    {
      projectId,
      ruleId: null,
      webhookId,
      incidentId: null,
      event: 'test',
      url,
      bodyOf: (id) => writeEvent(hook, id, told),
    },
    lease,
  );
  const outcome = await tryDelivery(ctx, sent, lease.id, 1);
  return { deliveries: outcome ? [outcome] : [] };
}

/** The newest messages to a webhook, with what came of them; they are kept for a week. */
export async function listHookDeliveries(ctx: Ctx, input: { id: string }): Promise<HookDeliveries> {
  const hook = await requireHook(ctx, input.id);
  return { deliveries: await listHookMessages(ctx, hook.id, SHOWN) };
}

async function requireHook(ctx: Ctx, id: string): Promise<StoredHook> {
  const hook = await findHookRow(ctx, id);
  if (!hook) throw notFound('webhook', id);
  authorise(ctx.actor, 'webhook.manage', hook.projectId);
  return hook;
}

async function saved(ctx: Ctx, hook: StoredHook, secret: string | null): Promise<SavedHook> {
  const [webhook] = await showHooks(ctx, [hook]);
  if (!webhook) throw new Error('a webhook that was saved is there');
  return { webhook, secret };
}

const takenName = (name: string) =>
  new AppError('conflict', `There is a webhook "${name}" already.`, {
    reason: 'name_taken',
    invalidParams: [{ name: 'name', reason: 'it is taken' }],
  });

/** Events are read by others too, and an address may be a secret: its host says enough. */
const forAudit = ({ name, url, format, events, enabled }: StoredHook) => ({
  ...{ name, host: new URL(url).host, format, events, enabled },
});
