import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { prismaCode } from '@/lib/platform/db';
import { AppError } from '@/lib/platform/errors';
import { Prisma, type AlertRule as Row } from '@/prisma/generated/client';
import type { KeptBand } from './evaluate-rule';
import {
  type AlertRule,
  Definition,
  Evaluation,
  KEPT_EVALUATIONS,
  LearntBand,
  type Level,
  MESSAGE_LANGUAGES,
  type MessageLanguage,
  type RuleContent,
  Verdict,
  WEBHOOK_FORMATS,
} from './schema';

const Kept = LearntBand.extend({ key: z.string() });
const Format = z.enum(WEBHOOK_FORMATS);
const Language = z.enum(MESSAGE_LANGUAGES);

/** A rule as the worker sees it. */
export interface StoredRule {
  id: string;
  projectId: string;
  modelId: string;
  name: string;
  owner: string;
  definition: Definition;
  enabled: boolean;
  mutedUntil: Date | null;
  webhook: { url: string; format: z.infer<typeof Format>; secret: string } | null;
  mailTo: string[];
  language: MessageLanguage;
  createdAt: Date;
  updatedAt: Date;
  dueAt: Date;
  last: Evaluation | null;
  recent: Verdict[];
  kept: KeptBand | null;
}

function toRule(row: Row): StoredRule {
  const { webhookUrl, webhookFormat, webhookSecret } = row;
  return {
    id: row.id,
    projectId: row.projectId,
    modelId: row.modelId,
    name: row.name,
    owner: row.ownerName,
    definition: Definition.parse(row.definition),
    enabled: row.enabled,
    mutedUntil: row.mutedUntil,
    webhook:
      webhookUrl !== null && webhookSecret !== null
        ? { url: webhookUrl, format: Format.parse(webhookFormat), secret: webhookSecret }
        : null,
    mailTo: row.mailTo,
    language: Language.parse(row.language),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    dueAt: row.dueAt,
    last: Evaluation.nullable().parse(row.last),
    recent: z.array(Verdict).parse(row.recent),
    kept: Kept.nullable().parse(row.learnt),
  };
}

/**
 * Rules as their page shows them, with the name of the model and the open incident. Addresses of webhooks are as good as passwords
 * with some receivers: who may not change a rule sees the host only.
 */
export async function toAlertRules(ctx: Ctx, rules: readonly StoredRule[], mayManage: boolean): Promise<AlertRule[]> {
  const [models, open] = await Promise.all([
    ctx.db.model.findMany({
      where: { id: { in: [...new Set(rules.map(({ modelId }) => modelId))] } },
      select: { id: true, name: true },
    }),
    ctx.db.alertIncident.findMany({
      where: { ruleId: { in: rules.map(({ id }) => id) }, closedAt: null },
      select: { id: true, ruleId: true, level: true },
    }),
  ]);
  return rules.map((rule) => {
    const incident = open.find(({ ruleId }) => ruleId === rule.id);
    return {
      id: rule.id,
      name: rule.name,
      owner: rule.owner,
      model: { id: rule.modelId, name: models.find(({ id }) => id === rule.modelId)?.name ?? '' },
      ...rule.definition,
      enabled: rule.enabled,
      mutedUntil: rule.mutedUntil?.toISOString() ?? null,
      webhook: rule.webhook && {
        url: mayManage ? rule.webhook.url : new URL(rule.webhook.url).origin,
        format: rule.webhook.format,
      },
      mailTo: rule.mailTo,
      language: rule.language,
      createdAt: rule.createdAt.toISOString(),
      updatedAt: rule.updatedAt.toISOString(),
      dueAt: rule.dueAt.toISOString(),
      last: rule.last,
      // The column holds a level: only this room writes it.
      openIncident: incident ? { id: incident.id, level: incident.level as Level } : null,
    };
  });
}

export async function listRuleRows(ctx: Ctx, projectId: string, modelId?: string): Promise<StoredRule[]> {
  const rows = await ctx.db.alertRule.findMany({
    where: { projectId, ...(modelId ? { modelId } : {}) },
    orderBy: { name: 'asc' },
  });
  return rows.map(toRule);
}

export async function findRuleRow(ctx: Ctx, id: string): Promise<StoredRule | null> {
  const row = await ctx.db.alertRule.findUnique({ where: { id } });
  return row && toRule(row);
}

/** Locks the number of a project's rules until the transaction ends. */
export async function countRules(ctx: Ctx, projectId: string): Promise<number> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`alert-rules ${projectId}`}, 0))`;
  return ctx.db.alertRule.count({ where: { projectId } });
}

const contentOf = ({ name, enabled, mutedUntil, mailTo, language, webhook: _, ...definition }: RuleContent) => ({
  name,
  enabled,
  mailTo,
  language,
  mutedUntil: mutedUntil === null ? null : new Date(mutedUntil),
  definition: Definition.parse(definition),
});

const webhookOf = (webhook: StoredRule['webhook']) => ({
  webhookUrl: webhook?.url ?? null,
  webhookFormat: webhook?.format ?? null,
  webhookSecret: webhook?.secret ?? null,
});

function nameIsTaken(error: unknown): never {
  if (prismaCode(error) !== 'P2002') throw error;
  throw new AppError('conflict', 'Another rule of the project has this name. Choose another name.', {
    reason: 'name_taken',
    invalidParams: [{ name: 'name', reason: 'Another rule of the project has this name.' }],
  });
}

export async function insertRule(
  ctx: Ctx,
  rule: {
    id: string;
    projectId: string;
    modelId: string;
    ownerId: string | null;
    owner: string;
    content: RuleContent;
    webhook: StoredRule['webhook'];
  },
): Promise<StoredRule> {
  const now = ctx.now();
  const { id, projectId, modelId, ownerId, owner } = rule;
  const data = { id, projectId, modelId, ownerId, ownerName: owner, createdAt: now, updatedAt: now, dueAt: now };
  const row = await ctx.db.alertRule
    .create({ data: { ...data, ...contentOf(rule.content), ...webhookOf(rule.webhook) } })
    .catch(nameIsTaken);
  return toRule(row);
}

/** Changes a rule. `anew`: what it watches is another thing now, so that what was learnt and counted begins again. */
export async function updateRuleRow(
  ctx: Ctx,
  id: string,
  change: { content: RuleContent; webhook: StoredRule['webhook']; anew: boolean },
): Promise<StoredRule> {
  const now = ctx.now();
  const row = await ctx.db.alertRule
    .update({
      where: { id },
      data: {
        ...contentOf(change.content),
        ...webhookOf(change.webhook),
        updatedAt: now,
        // An evaluation that is under way was of the rule before.
        lease: null,
        leaseUntil: null,
        ...(change.anew ? { dueAt: now, recent: [], learnt: Prisma.DbNull, last: Prisma.DbNull } : {}),
      },
    })
    .catch(nameIsTaken);
  if (change.anew) await ctx.db.alertEvaluation.deleteMany({ where: { ruleId: id } });
  return toRule(row);
}

export async function deleteRuleRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.alertRule.delete({ where: { id } });
}

export async function makeRuleDue(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.alertRule.updateMany({ where: { id, enabled: true }, data: { dueAt: ctx.now() } });
}

/** Leases the rule that has been due for longest; two workers never get the same one. System scope. */
export async function claimRule(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredRule | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from alert_rules where enabled and due_at <= ${now} and (lease_until is null or lease_until < ${now})
      order by due_at limit 1 for update skip locked`;
    if (!first) return null;
    const data = { lease: lease.id, leaseUntil: new Date(now.getTime() + lease.ms) };
    return toRule(await db.alertRule.update({ where: { id: first.id }, data }));
  });
}

/** The rule as it is now, locked; null where the lease was lost, or the rule was changed or deleted meanwhile. */
export async function lockLeasedRule(ctx: Ctx, id: string, lease: string): Promise<StoredRule | null> {
  const [found] = await ctx.db.$queryRaw<{ id: string }[]>`
    select id from alert_rules where id = ${id}::uuid and lease = ${lease}::uuid for update`;
  return found ? findRuleRow(ctx, found.id) : null;
}

/** Ends a lease with what was found; keeps the newest evaluations. */
export async function settleRule(
  ctx: Ctx,
  rule: StoredRule,
  found: { evaluation: Evaluation; recent: readonly Verdict[]; band: KeptBand | null; dueAt: Date },
): Promise<void> {
  const { evaluation } = found;
  const at = new Date(evaluation.at);
  await ctx.db.alertRule.update({
    where: { id: rule.id },
    data: {
      lease: null,
      leaseUntil: null,
      dueAt: found.dueAt,
      last: evaluation,
      recent: [...found.recent],
      learnt: found.band === null ? Prisma.DbNull : { ...found.band },
    },
  });
  const place = { ruleId: rule.id, at };
  await ctx.db.alertEvaluation.upsert({
    where: { ruleId_at: place },
    create: { ...place, projectId: rule.projectId, facts: evaluation },
    update: { facts: evaluation },
  });
  await ctx.db.$executeRaw`
    delete from alert_evaluations where rule_id = ${rule.id}::uuid and at <= (
      select at from alert_evaluations where rule_id = ${rule.id}::uuid order by at desc offset ${KEPT_EVALUATIONS} limit 1)`;
}

/** Evaluations of a rule in a span, oldest first; of too many, the newest. */
export async function listEvaluations(
  ctx: Ctx,
  ruleId: string,
  span: { from: Date; to: Date; limit: number },
): Promise<Evaluation[]> {
  const rows = await ctx.db.alertEvaluation.findMany({
    where: { ruleId, at: { gte: span.from, lte: span.to } },
    orderBy: { at: 'desc' },
    take: span.limit,
    select: { facts: true },
  });
  return rows.map(({ facts }) => Evaluation.parse(facts)).reverse();
}

/** Ids of the alert rules of a model. */
export async function listRuleIds(ctx: Ctx, modelId: string): Promise<string[]> {
  const rows = await ctx.db.alertRule.findMany({ where: { modelId }, select: { id: true } });
  return rows.map(({ id }) => id);
}
