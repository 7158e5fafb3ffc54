import 'server-only';
import { z } from 'zod';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import type { FeedbackHistory, Feedback as FeedbackRow } from '@/prisma/generated/client';
import { FieldProblem, ScoreValues, Severity } from '../predictions/schema';
import { type Feedback, PastFeedback, type RowFeedback } from './schema';

/** What a verdict says, checked against the row's version and the project's scores. */
export type Said = Pick<Feedback, 'verdict' | 'expected' | 'reason' | 'severity' | 'fields' | 'scores'>;

export type StoredFeedback = FeedbackRow;

const saidOf = (row: FeedbackRow): Said => ({
  verdict: row.verdict === 'right' ? 'right' : 'wrong',
  expected: row.expected,
  reason: row.reason,
  severity: Severity.nullable().parse(row.severity),
  fields: z.array(FieldProblem).parse(row.fields),
  scores: ScoreValues.parse(row.scores),
});

export const toFeedback = (row: FeedbackRow): Feedback => ({
  id: row.id,
  rowId: `${row.predictionId}.${row.row}`,
  ...saidOf(row),
  givenBy: row.givenBy,
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
  outcome:
    row.outcome === null || row.settledAt === null
      ? null
      : {
          decision: row.outcome === 'label' || row.outcome === 'cannot-tell' ? row.outcome : 'inputs-wrong',
          value: row.outcomeValue,
          settledAt: row.settledAt.toISOString(),
          toldAt: row.toldAt?.toISOString() ?? null,
          fixedVersion: row.fixedVersion,
          learntVersion: row.learntVersion,
        },
});

export interface FeedbackPlace {
  projectId: string;
  modelId: string | null;
  predictionId: string;
  row: number;
}

/** The standing verdict of a person on a row, which nobody else changes or adds until the transaction ends; null where there is none. */
export async function lockOwnFeedback(
  tx: Ctx,
  { projectId, predictionId, row, giverId }: FeedbackPlace & { giverId: string },
): Promise<StoredFeedback | null> {
  await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`feedback/${projectId}/${giverId}`}, 0))`;
  const found = await tx.db.feedback.findFirst({ where: { projectId, predictionId, row, giverId } });
  return found && lockFeedback(tx, found.id);
}

/** The feedback, which no review settles and nobody changes until the transaction ends; null where it is gone. */
export async function lockFeedback(tx: Ctx, id: string): Promise<StoredFeedback | null> {
  await tx.db.$queryRaw`select id from feedback where id = ${id}::uuid for update`;
  return findFeedbackRow(tx, id);
}

export async function findFeedbackRow(ctx: Ctx, id: string): Promise<StoredFeedback | null> {
  return ctx.db.feedback.findUnique({ where: { id } });
}

export async function insertFeedback(
  tx: Ctx,
  said: Said,
  of: FeedbackPlace & { givenBy: string; giverId: string | null; wantsMail: boolean },
): Promise<Feedback> {
  return toFeedback(await tx.db.feedback.create({ data: { ...said, ...of, createdAt: tx.now() } }));
}

/** Says it anew; what stood goes into the history. */
export async function changeFeedback(
  tx: Ctx,
  row: StoredFeedback,
  said: Said,
  { wantsMail }: { wantsMail: boolean },
): Promise<Feedback> {
  await keepPast(tx, row, 'edited');
  const data = { ...said, wantsMail, editedAt: tx.now() };
  return toFeedback(await tx.db.feedback.update({ where: { id: row.id }, data }));
}

/** Takes it away; what stood goes into the history. */
export async function removeFeedback(tx: Ctx, row: StoredFeedback): Promise<void> {
  await keepPast(tx, row, 'withdrawn');
  await tx.db.feedback.delete({ where: { id: row.id } });
}

async function keepPast(tx: Ctx, row: StoredFeedback, how: PastFeedback['how']): Promise<void> {
  const { id: feedbackId, projectId, modelId, predictionId, row: place, giverId, givenBy } = row;
  const now = tx.now();
  await tx.db.feedbackHistory.create({
    data: {
      ...{ id: uuid7(now.getTime()), projectId, modelId, feedbackId, predictionId, row: place, giverId, givenBy, how },
      said: saidOf(row),
      givenAt: row.editedAt ?? row.createdAt,
      endedAt: now,
    },
  });
}

const MOST = 200;

/** What is said of a row, and what was said before, newest first. */
export async function readRowFeedback(
  ctx: Ctx,
  at: { projectId: string; predictionId: string; row: number },
): Promise<RowFeedback> {
  const [rows, past] = await Promise.all([
    ctx.db.feedback.findMany({ where: at, orderBy: { id: 'desc' }, take: MOST }),
    ctx.db.feedbackHistory.findMany({ where: at, orderBy: { id: 'desc' }, take: MOST }),
  ]);
  return { feedback: rows.map(toFeedback), history: past.map(toPast) };
}

const toPast = ({ said, how, feedbackId, givenBy, givenAt, endedAt }: FeedbackHistory): PastFeedback =>
  PastFeedback.parse({
    ...z.looseObject({}).parse(said),
    ...{ how, feedbackId, givenBy, givenAt: givenAt.toISOString(), endedAt: endedAt.toISOString() },
  });
