import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { Prisma } from '@/prisma/generated/client';
import type { FeedbackOutcome, FeedbackPage } from './schema';

/** What is taken back within this time tells nobody. */
const TELL_AFTER_MS = 120_000;

export interface JudgedRow {
  projectId: string;
  predictionId: string;
  row: number;
}

/** Writes how a review settled a row to all feedback on it, in the transaction that settles it; its givers are told two minutes later. */
export async function settleFeedback(
  tx: Ctx,
  { projectId, predictionId, row }: JudgedRow,
  settled: { outcome: FeedbackOutcome; value: string | null },
): Promise<void> {
  const now = tx.now();
  await tx.db.feedback.updateMany({
    where: { projectId, predictionId, row },
    data: {
      outcome: settled.outcome,
      outcomeValue: settled.value,
      settledAt: now,
      tellAt: new Date(now.getTime() + TELL_AFTER_MS),
      ...{ toldAt: null, checkedVersion: null, fixedVersion: null, learntVersion: null, claimedUntil: null },
    },
  });
}

/** Takes back what a review said about the feedback on a row: it waits again, and nobody is told. */
export async function unsettleFeedback(tx: Ctx, { projectId, predictionId, row }: JudgedRow): Promise<void> {
  await tx.db.feedback.updateMany({
    where: { projectId, predictionId, row },
    data: {
      ...{ outcome: null, outcomeValue: null, settledAt: null, tellAt: null, toldAt: null },
      ...{ checkedVersion: null, fixedVersion: null, learntVersion: null, claimedUntil: null },
    },
  });
}

/** Of some rows those with feedback that knows no outcome. */
export async function listUnsettled(ctx: Ctx, projectId: string, ids: readonly string[]): Promise<JudgedRow[]> {
  return ctx.db.feedback.findMany({
    where: { projectId, predictionId: { in: [...ids] }, outcome: null },
    distinct: ['predictionId', 'row'],
    select: { projectId: true, predictionId: true, row: true },
  });
}

const IS_PERSON = Prisma.sql`exists (select 1 from people p where p.id::text = f.giver_id)`;

/** Complaints by people, and those that were closed with an answer to them: all, and those given since `from`. */
export async function countAnswered(
  ctx: Ctx,
  of: { projectId: string; modelId: string; giverId: string | null },
  from: Date,
): Promise<FeedbackPage['answered']> {
  const [found] = await ctx.db.$queryRaw<{ complaints: number; told: number; recent: number; recentTold: number }[]>`
    select count(*)::int as complaints, count(*) filter (where told_at is not null)::int as told,
      count(*) filter (where created_at >= ${from})::int as recent,
      count(*) filter (where created_at >= ${from} and told_at is not null)::int as "recentTold"
    from feedback f
    where project_id = ${of.projectId}::uuid and model_id = ${of.modelId}::uuid and verdict = 'wrong' and ${IS_PERSON}
      ${of.giverId === null ? Prisma.empty : Prisma.sql`and giver_id = ${of.giverId}`}`;
  return {
    all: { complaints: found?.complaints ?? 0, told: found?.told ?? 0 },
    days28: { complaints: found?.recent ?? 0, told: found?.recentTold ?? 0 },
  };
}

export interface SettledFeedback extends JudgedRow {
  id: string;
  modelId: string;
  giverId: string;
  outcome: FeedbackOutcome;
  outcomeValue: string | null;
  toldAs: string | null;
  wantsMail: boolean;
}

const COLUMNS = Prisma.sql`f.id, f.project_id as "projectId", f.model_id as "modelId", f.prediction_id as "predictionId", f."row",
  f.giver_id as "giverId", f.outcome, f.outcome_value as "outcomeValue", f.told_as as "toldAs", f.wants_mail as "wantsMail"`;

/** Locks settled feedback whose person is to be told, the one that has waited for longest, until the transaction ends. System scope. */
export async function lockToTell(tx: Ctx): Promise<SettledFeedback | null> {
  const [found] = await tx.db.$queryRaw<SettledFeedback[]>`
    select ${COLUMNS} from feedback f
    where tell_at <= ${tx.now()} and outcome is not null and verdict = 'wrong' and model_id is not null and ${IS_PERSON}
    order by tell_at limit 1 for update of f skip locked`;
  return found ?? null;
}

/** Nothing more is to be told of it for now; `told` where the person knows. */
export async function markTold(tx: Ctx, id: string, told: { as: string } | null): Promise<void> {
  await tx.db.feedback.update({
    where: { id },
    data: { tellAt: null, ...(told ? { toldAt: tx.now(), toldAs: told.as } : {}) },
  });
}

export interface FixableFeedback extends SettledFeedback {
  champion: number;
  createdAt: Date;
  /** The first champion that was trained with the row; null where there was none yet. */
  learntVersion: number | null;
}

/**
 * Leases a complaint that was settled with a label and told, and whose model has a champion since two minutes that was not asked about it.
 * System scope.
 */
export async function claimFixable(ctx: Ctx, leaseMs: number): Promise<FixableFeedback | null> {
  const now = ctx.now();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<FixableFeedback[]>`
      update feedback f set claimed_until = ${new Date(now.getTime() + leaseMs)} from models m
      where m.id = f.model_id and f.id = (
        select f.id from feedback f join models m on m.id = f.model_id
        where f.outcome = 'label' and f.verdict = 'wrong' and f.fixed_version is null and f.told_at is not null
          and m.champion_at <= ${new Date(now.getTime() - TELL_AFTER_MS)} and f.checked_version is distinct from m.champion
          and (f.claimed_until is null or f.claimed_until < ${now}) and ${IS_PERSON}
        limit 1 for update of f skip locked
      ) returning ${COLUMNS}, m.champion, f.created_at as "createdAt", f.learnt_version as "learntVersion"`,
  );
  return found ?? null;
}

/** Notes that a champion was looked at: it answers as was settled, was trained with the row, or neither. */
export async function markChecked(
  tx: Ctx,
  { id, champion, learntVersion }: Pick<FixableFeedback, 'id' | 'champion' | 'learntVersion'>,
  found: 'fixed' | 'learnt' | null,
): Promise<void> {
  await tx.db.feedback.updateMany({
    where: { id, outcome: 'label' },
    data: {
      ...{ checkedVersion: champion, claimedUntil: null },
      ...(found === 'fixed' ? { fixedVersion: champion } : {}),
      ...(found === 'learnt' ? { learntVersion: learntVersion ?? champion } : {}),
    },
  });
}
