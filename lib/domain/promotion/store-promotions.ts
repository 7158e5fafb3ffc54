import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { Promotion as PromotionRow } from '@/prisma/generated/client';
import { Promotion, type PromotionRules, type PromotionState, type ReleaseNotes } from './schema';

export interface StoredPromotion extends Promotion {
  projectId: string;
  askedById: string | null;
}

function toPromotion(row: PromotionRow): StoredPromotion {
  const text = (date: Date | null) => date?.toISOString() ?? null;
  const shown = Promotion.parse({
    ...row,
    stageSince: text(row.stageSince),
    pausedAt: text(row.pausedAt),
    begunAt: text(row.begunAt),
    fullAt: text(row.fullAt),
    createdAt: row.createdAt.toISOString(),
    endedAt: text(row.endedAt),
  });
  return { ...shown, projectId: row.projectId, askedById: row.askedById };
}

/** A promotion as callers see it. */
export const shownPromotion = ({ projectId: _, askedById: __, ...promotion }: StoredPromotion): Promotion => promotion;

/** No other promotion of the model begins or is decided until the transaction ends. */
export async function lockPromotions(ctx: Ctx, modelId: string): Promise<void> {
  await ctx.db.$executeRaw`select pg_advisory_xact_lock(hashtext(${`promotions/${modelId}`}))`;
}

export async function listPromotionRows(ctx: Ctx, modelId: string, limit: number): Promise<StoredPromotion[]> {
  const rows = await ctx.db.promotion.findMany({
    where: { modelId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toPromotion);
}

export async function findPromotion(ctx: Ctx, id: string): Promise<StoredPromotion | null> {
  const row = await ctx.db.promotion.findUnique({ where: { id } });
  return row && toPromotion(row);
}

export async function findOpenPromotion(ctx: Ctx, modelId: string): Promise<StoredPromotion | null> {
  const row = await ctx.db.promotion.findFirst({ where: { modelId, endedAt: null } });
  return row && toPromotion(row);
}

export async function insertPromotion(
  ctx: Ctx,
  promotion: {
    projectId: string;
    modelId: string;
    versionNumber: number;
    fromNumber: number;
    rules: PromotionRules;
    reason: string;
    override: string | null;
    askedBy: string;
    askedById: string | null;
    notes: ReleaseNotes;
  },
): Promise<StoredPromotion> {
  const now = ctx.now();
  return toPromotion(
    await ctx.db.promotion.create({
      data: { ...promotion, id: uuid7(now.getTime()), state: 'asked', createdAt: now },
    }),
  );
}

export interface PromotionChange {
  state?: PromotionState;
  decidedBy?: string;
  decision?: string;
  stage?: number;
  stageSince?: Date;
  pausedAt?: Date | null;
  begunAt?: Date;
  fullAt?: Date;
  guards?: NonNullable<Promotion['guards']>;
  problem?: NonNullable<Promotion['problem']>;
  endedAt?: Date;
  dueAt?: Date | null;
}

export async function changePromotion(ctx: Ctx, id: string, change: PromotionChange): Promise<StoredPromotion> {
  return toPromotion(await ctx.db.promotion.update({ where: { id }, data: change }));
}

/** Leases the promotion that is due for longest; two workers never get the same one. System scope. */
export async function claimPromotion(ctx: Ctx, lease: { id: string; ms: number }): Promise<StoredPromotion | null> {
  const now = ctx.now();
  return ctx.begin(async (db) => {
    const [first] = await db.$queryRaw<{ id: string }[]>`
      select id from promotions where due_at <= ${now} and ended_at is null
        and (lease_until is null or lease_until < ${now})
      order by due_at limit 1 for update skip locked`;
    if (!first) return null;
    const leaseUntil = new Date(now.getTime() + lease.ms);
    return toPromotion(await db.promotion.update({ where: { id: first.id }, data: { lease: lease.id, leaseUntil } }));
  });
}

/** Ends a lease with what was found; false where it was lost or the promotion has ended. */
export async function settlePromotion(
  ctx: Ctx,
  of: { id: string; lease: string },
  change: PromotionChange,
): Promise<boolean> {
  const { count } = await ctx.db.promotion.updateMany({
    where: { ...of, endedAt: null },
    data: { ...change, lease: null, leaseUntil: null },
  });
  return count > 0;
}
