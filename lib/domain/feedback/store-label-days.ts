import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7, uuid7Floor, uuid7Time } from '@/lib/platform/uuid7';
import { Prisma } from '@/prisma/generated/client';
import type { LabelSource } from './schema';

const DAY_MS = 86_400_000;
/** The log has partitions for these days; a label of any other can have no row. */
const KEPT_DAYS = 400;
const AHEAD_DAYS = 2;
const LEASE_MS = 60_000;
/** A day rests for ten times as long as the last look took, and this long at least. */
const REST_FACTOR = 10;
const REST_MS = 5_000;
/** A prediction may reach the log after its label: for this long a day with labels without row is looked at again. */
const LOOK_AGAIN_MS = 2 * DAY_MS;
const SOONEST_AGAIN_MS = 15_000;
const LATEST_AGAIN_MS = 3_600_000;
const LABELS_A_READ = 1000;

/** Notes that labels of these predictions changed, in the caller's transaction. The day of a prediction is in its UUIDv7. */
export async function markLabelDays(ctx: Ctx, projectId: string, predictionIds: readonly string[]): Promise<void> {
  const today = Math.floor(ctx.now().getTime() / DAY_MS);
  const days = new Set<number>();
  for (const id of predictionIds) {
    const day = Math.floor(uuid7Time(id) / DAY_MS);
    if (id[14] === '7' && day >= today - KEPT_DAYS && day <= today + AHEAD_DAYS) days.add(day);
  }
  await markDays(
    ctx,
    projectId,
    [...days].map((day) => day * DAY_MS),
  );
}

/** Has days of a project counted anew, in the caller's transaction. */
export async function markDays(ctx: Ctx, projectId: string, daysMs: readonly number[]): Promise<void> {
  if (daysMs.length === 0) return;
  const now = ctx.now();
  const rows = [...daysMs]
    .sort((a, b) => a - b)
    .map((dayMs) => Prisma.sql`(${projectId}::uuid, ${dateOf(dayMs)}::date, 1, ${now}, ${now})`);
  await ctx.db.$executeRaw`
    insert into label_days (project_id, day, marks, marked_at, due_at) values ${Prisma.join(rows)}
    on conflict (project_id, day) do update set marks = label_days.marks + 1, marked_at = excluded.marked_at,
      due_at = least(label_days.due_at, greatest(excluded.due_at, label_days.rests_until))`;
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A day that this worker alone looks at, for as long as it keeps it. */
export interface ClaimedDay {
  projectId: string;
  dayMs: number;
  claim: string;
  /** What was marked when it was claimed. */
  marks: bigint;
}

/** Takes a day that is due; null where none is. Two workers never get the same one. System scope. */
export async function claimLabelDay(ctx: Ctx): Promise<ClaimedDay | null> {
  const now = ctx.now();
  const claim = uuid7();
  const [found] = await ctx.begin(
    (db) => db.$queryRaw<{ projectId: string; day: Date; marks: bigint }[]>`
      update label_days set claim = ${claim}::uuid, claimed_until = ${new Date(now.getTime() + LEASE_MS)}
      where (project_id, day) = (
        select project_id, day from label_days where due_at <= ${now} and (claimed_until is null or claimed_until < ${now})
        order by due_at limit 1 for update skip locked
      ) returning project_id as "projectId", day, marks`,
  );
  return found ? { projectId: found.projectId, dayMs: found.day.getTime(), claim, marks: found.marks } : null;
}

/** Keeps a claimed day; false where another worker has it now. */
export async function keepLabelDay(ctx: Ctx, { projectId, dayMs, claim }: ClaimedDay): Promise<boolean> {
  const { count } = await ctx.db.labelDay.updateMany({
    where: { projectId, day: new Date(dayMs), claim },
    data: { claimedUntil: new Date(ctx.now().getTime() + LEASE_MS) },
  });
  return count === 1;
}

/**
 * Gives a claimed day back in the caller's transaction, as looked at: it is due again where it was marked meanwhile, or where labels
 * without row may still find theirs. False, and nothing done, where another worker has it now.
 */
export async function settleLabelDay(
  ctx: Ctx,
  day: ClaimedDay,
  looked: { tookMs: number; unmatched: number },
): Promise<boolean> {
  const nowMs = ctx.now().getTime();
  const [held] = await ctx.db.$queryRaw<{ marks: bigint; markedAt: Date }[]>`
    select marks, marked_at as "markedAt" from label_days
    where project_id = ${day.projectId}::uuid and day = ${dateOf(day.dayMs)}::date and claim = ${day.claim}::uuid for update`;
  if (!held) return false;
  const restsUntilMs = nowMs + Math.max(REST_MS, REST_FACTOR * looked.tookMs);
  const age = nowMs - held.markedAt.getTime();
  const againMs = nowMs + Math.min(LATEST_AGAIN_MS, Math.max(SOONEST_AGAIN_MS, age / 4));
  const dueMs =
    held.marks !== day.marks
      ? restsUntilMs
      : looked.unmatched > 0 && age < LOOK_AGAIN_MS
        ? Math.max(restsUntilMs, againMs)
        : null;
  await ctx.db.labelDay.updateMany({
    where: { projectId: day.projectId, day: new Date(day.dayMs) },
    data: {
      claim: null,
      claimedUntil: null,
      unmatched: looked.unmatched,
      restsUntil: new Date(restsUntilMs),
      dueAt: dueMs === null ? null : new Date(dueMs),
    },
  });
  return true;
}

/** Labels without row in days of a project, and whether one of the days is still to be looked at for what was marked. */
export async function countLabelDays(
  ctx: Ctx,
  of: { projectId: string; fromMs: number; toMs: number },
): Promise<{ unmatched: number; isPending: boolean }> {
  const days = await ctx.db.labelDay.findMany({
    where: { projectId: of.projectId, day: { gte: new Date(of.fromMs), lt: new Date(of.toMs) } },
    select: { unmatched: true, dueAt: true },
  });
  return {
    unmatched: days.reduce((sum, { unmatched }) => sum + unmatched, 0),
    isPending: days.some(({ dueAt, unmatched }) => dueAt !== null && unmatched === 0),
  };
}

/** Whether any of these days is still to be looked at. */
export async function isAnyDayDue(ctx: Ctx, projectId: string, daysMs: readonly number[]): Promise<boolean> {
  const day = await ctx.db.labelDay.findFirst({
    where: { projectId, day: { in: daysMs.map((ms) => new Date(ms)) }, dueAt: { not: null } },
    select: { day: true },
  });
  return day !== null;
}

export interface LabelledRow {
  predictionId: string;
  row: number;
  labels: { value: string; source: LabelSource; inclusionProbability: number; createdAt: Date }[];
}

type StoredLabel = Pick<LabelledRow, 'predictionId' | 'row'> & LabelledRow['labels'][number];

const LABEL = Prisma.sql`prediction_id as "predictionId", "row", value, source, inclusion_probability as "inclusionProbability",
  created_at as "createdAt"`;

/** Labels in the order of their rows as rows with all their labels. */
function joinLabels(labels: readonly StoredLabel[]): LabelledRow[] {
  const found: LabelledRow[] = [];
  for (const { predictionId, row, ...label } of labels) {
    const last = found.at(-1);
    if (last?.predictionId === predictionId && last.row === row) last.labels.push(label);
    else found.push({ predictionId, row, labels: [label] });
  }
  return found;
}

/** The labelled rows of some predictions, in order of their ids. */
export async function listLabelsOf(
  ctx: Ctx,
  projectId: string,
  predictionIds: readonly string[],
): Promise<LabelledRow[]> {
  const labels = await ctx.db.$queryRaw<StoredLabel[]>`
    select ${LABEL} from labels where project_id = ${projectId}::uuid and prediction_id = any(${[...predictionIds]}::uuid[])
    order by prediction_id, "row", source`;
  return joinLabels(labels);
}

/** The labelled rows of a day of predictions in order of their ids, in portions. A row comes once, with all its labels. */
export async function* listLabelledRows(
  ctx: Ctx,
  of: { projectId: string; dayMs: number },
): AsyncGenerator<LabelledRow[]> {
  const high = uuid7Floor(of.dayMs + DAY_MS);
  let after: { predictionId: string; row: number } | null = null;
  for (;;) {
    // The plain bound lets the index begin where the portion does.
    const low: string = after?.predictionId ?? uuid7Floor(of.dayMs);
    const behind: Prisma.Sql = after
      ? Prisma.sql`(prediction_id > ${low}::uuid or "row" > ${after.row})`
      : Prisma.sql`true`;
    const rows: StoredLabel[] = await ctx.db.$queryRaw`
      select ${LABEL} from labels where project_id = ${of.projectId}::uuid and prediction_id >= ${low}::uuid and prediction_id < ${high}::uuid
        and ${behind}
      order by prediction_id, "row", source limit ${LABELS_A_READ}`;
    const found = joinLabels(rows);
    const isEnd = rows.length < LABELS_A_READ;
    // The last row of a full portion may have labels behind it.
    if (!isEnd && found.length > 1) found.pop();
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (isEnd || !last) return;
    after = { predictionId: last.predictionId, row: last.row };
  }
}
