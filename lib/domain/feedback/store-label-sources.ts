import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import type { LabelSource as Row } from '@/prisma/generated/client';
import { type LabelSourceContent, LabelSourceView, PullOutcome } from './schema';

/** A source as it is kept. Its secrets are in it. */
export type StoredLabelSource = Omit<LabelSourceContent, 'secret'> & {
  id: string;
  projectId: string;
  modelId: string;
  hiddenQuery: string;
  secret: string | null;
  allowPrivate: boolean;
  dueAt: Date;
  leaseUntil: Date | null;
  pulledUntil: Date | null;
  etag: string | null;
  lastAt: Date | null;
  outcome: PullOutcome | null;
};

const Words = LabelSourceView.pick({ kind: true, source: true, every: true });

const toSource = ({
  keyColumn,
  labelColumn,
  createdBy: _,
  createdAt: __,
  lease: ___,
  ...row
}: Row): StoredLabelSource => ({
  ...row,
  ...Words.parse(row),
  key: keyColumn,
  label: labelColumn,
  outcome: PullOutcome.nullable().parse(row.outcome),
});

const toColumns = (source: StoredLabelSource) => ({
  name: source.name,
  kind: source.kind,
  url: source.url,
  hiddenQuery: source.hiddenQuery,
  secret: source.secret,
  allowPrivate: source.allowPrivate,
  sql: source.sql,
  keyColumn: source.key,
  labelColumn: source.label,
  context: source.context,
  days: source.days,
  source: source.source,
  every: source.every,
  hour: source.hour,
  enabled: source.enabled,
  dueAt: source.dueAt,
  pulledUntil: source.pulledUntil,
  etag: source.etag,
});

/** What of a source is shown. */
export const shownSource = (ctx: Ctx, source: StoredLabelSource): LabelSourceView => ({
  id: source.id,
  name: source.name,
  kind: source.kind,
  url: source.url,
  sql: source.sql,
  key: source.key,
  label: source.label,
  context: source.context,
  days: source.days,
  source: source.source,
  every: source.every,
  hour: source.hour,
  enabled: source.enabled,
  hasSecret: source.secret !== null,
  hasHiddenQuery: source.hiddenQuery !== '',
  dueAt: source.enabled ? source.dueAt.toISOString() : null,
  isRunning: source.leaseUntil !== null && source.leaseUntil > ctx.now(),
  pulledUntil: source.pulledUntil?.toISOString() ?? null,
  last: source.lastAt && source.outcome && { at: source.lastAt.toISOString(), outcome: source.outcome },
});

export async function listSourceRows(ctx: Ctx, modelId: string): Promise<StoredLabelSource[]> {
  return (
    await ctx.db.labelSource.findMany({ where: { modelId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  ).map(toSource);
}

export async function findSourceRow(ctx: Ctx, modelId: string, id: string): Promise<StoredLabelSource | null> {
  const row = await ctx.db.labelSource.findFirst({ where: { id, modelId } });
  return row && toSource(row);
}

export async function insertSourceRow(ctx: Ctx, source: StoredLabelSource, createdBy: string): Promise<void> {
  const { id, projectId, modelId } = source;
  await ctx.db.labelSource.create({
    data: { id, projectId, modelId, createdBy, createdAt: ctx.now(), ...toColumns(source) },
  });
}

/** What is being pulled of the source as it was is dropped. */
export async function updateSourceRow(ctx: Ctx, source: StoredLabelSource): Promise<void> {
  await ctx.db.labelSource.update({
    where: { id: source.id },
    data: { ...toColumns(source), lease: null, leaseUntil: null },
  });
}

export async function deleteSourceRow(ctx: Ctx, id: string): Promise<boolean> {
  return (await ctx.db.labelSource.deleteMany({ where: { id } })).count > 0;
}

/** Makes the saves of a model's sources wait for each other, until the transaction ends. */
export async function lockSources(ctx: Ctx, modelId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`label-sources/${modelId}`}))`;
}

/** Leases the source that has been due for longest; two workers never get the same one. System scope. */
export async function claimDueSource(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredLabelSource | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from label_sources
      where enabled and due_at <= ${now} and (lease_until is null or lease_until < ${now})
      order by due_at limit 1 for update skip locked`;
    if (!first) return null;
    const data = { lease: lease.id, leaseUntil: new Date(now.getTime() + lease.ms) };
    return toSource(await db.labelSource.update({ where: { id: first.id }, data }));
  });
}

/** Leases one source; false while somebody else pulls it. */
export async function claimSource(ctx: Ctx, id: string, lease: { id: string; ms: number }): Promise<boolean> {
  const now = ctx.now();
  const { count } = await ctx.db.labelSource.updateMany({
    where: { id, OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
    data: { lease: lease.id, leaseUntil: new Date(now.getTime() + lease.ms) },
  });
  return count > 0;
}

/** Ends a lease; false where it was lost, or the source was changed or deleted meanwhile. */
export async function settleSource(
  ctx: Ctx,
  of: { id: string; lease: string },
  ended: { lastAt: Date; outcome: PullOutcome; dueAt?: Date; pulledUntil?: Date; etag?: string | null },
): Promise<boolean> {
  const { count } = await ctx.db.labelSource.updateMany({
    where: of,
    data: { ...ended, lease: null, leaseUntil: null },
  });
  return count > 0;
}
