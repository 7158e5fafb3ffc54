import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { Webhook as Row } from '@/prisma/generated/client';
import { FEEDBACK_EVENTS } from '../feedback/schema';
import { type Hook, type HookContent, MESSAGE_LANGUAGES, WEBHOOK_FORMATS } from './schema';

export interface StoredHook extends HookContent {
  id: string;
  projectId: string;
  secret: string;
  createdAt: Date;
}

const toHook = (row: Row): StoredHook => ({
  id: row.id,
  projectId: row.projectId,
  name: row.name,
  url: row.url,
  format: WEBHOOK_FORMATS.find((format) => format === row.format) ?? 'json',
  secret: row.secret,
  events: FEEDBACK_EVENTS.filter((event) => row.events.includes(event)),
  language: MESSAGE_LANGUAGES.find((language) => language === row.language) ?? 'en',
  enabled: row.enabled,
  createdAt: row.createdAt,
});

export async function listHookRows(ctx: Ctx, projectIds: readonly string[]): Promise<StoredHook[]> {
  const rows = await ctx.db.webhook.findMany({
    where: { projectId: { in: [...projectIds] } },
    orderBy: { name: 'asc' },
  });
  return rows.map(toHook);
}

export async function findHookRow(ctx: Ctx, id: string): Promise<StoredHook | null> {
  const row = await ctx.db.webhook.findUnique({ where: { id } });
  return row && toHook(row);
}

/** Null where the project has a webhook of this name. */
export async function insertHook(
  tx: Ctx,
  hook: HookContent & { projectId: string; secret: string; createdBy: string },
): Promise<StoredHook | null> {
  const id = uuid7(tx.now().getTime());
  await tx.db.webhook.createMany({ data: { id, ...hook, createdAt: tx.now() }, skipDuplicates: true });
  return findHookRow(tx, id);
}

export async function isNameTaken(
  tx: Ctx,
  { projectId, name, id }: Pick<StoredHook, 'projectId' | 'name' | 'id'>,
): Promise<boolean> {
  return (await tx.db.webhook.count({ where: { projectId, name, id: { not: id } } })) > 0;
}

export async function changeHook(tx: Ctx, id: string, hook: HookContent & { secret: string }): Promise<StoredHook> {
  return toHook(await tx.db.webhook.update({ where: { id }, data: hook }));
}

/** What waits for its address goes nowhere then. */
export async function deleteHook(tx: Ctx, id: string): Promise<void> {
  await tx.db.webhook.delete({ where: { id } });
}

/** Webhooks as they are shown, with what was sent to them; messages are kept for a week. */
export async function showHooks(ctx: Ctx, hooks: readonly StoredHook[]): Promise<Hook[]> {
  const groups = await ctx.db.alertDelivery.groupBy({
    by: ['webhookId', 'state'],
    where: { webhookId: { in: hooks.map(({ id }) => id) } },
    _count: { _all: true },
  });
  return hooks.map(({ id, name, url, format, events, language, enabled, createdAt }) => {
    const countOf = (state: string) =>
      groups.find((group) => group.webhookId === id && group.state === state)?._count._all ?? 0;
    return {
      ...{ id, name, host: new URL(url).host, format, events, language, enabled, createdAt: createdAt.toISOString() },
      deliveries: { sent: countOf('sent'), waiting: countOf('waiting'), failed: countOf('failed') },
    };
  });
}
