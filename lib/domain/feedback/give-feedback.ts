import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { uuid7Time } from '@/lib/platform/uuid7';
import { authorise, isAllowed, requireProject } from '../people';
import { parseRowId } from '../predictions';
import { type Checks, checkSaid, readChecks } from './check-said';
import { refuseSettled } from './refuse-settled';
import type { Feedback, FeedbackEvent, FeedbackEventKind, NewFeedback } from './schema';
import { findPredictionRow } from './store';
import { noteEvent } from './store-events';
import {
  changeFeedback,
  type FeedbackPlace,
  insertFeedback,
  lockOwnFeedback,
  type Said,
  type StoredFeedback,
} from './store-said';

/** An answered prediction may still be on its way into the log: the spool's usual lag, and a minute. */
const ON_ITS_WAY_MS = 120_000;
const CLOCK_MS = 5_000;

function isOnItsWay(predictionId: string, nowMs: number): boolean {
  const age = nowMs - uuid7Time(predictionId);
  return predictionId[14] === '7' && age > -CLOCK_MS && age < ON_ITS_WAY_MS;
}

/**
 * A person's or a program's verdict on one row. A person has one on a row: while no review has settled it, saying it again changes it, and what
 * was said before is kept; then it is 409. Programs speak for many, and add up. End users judge their own predictions only.
 */
export async function giveFeedback(ctx: Ctx, input: NewFeedback & { id: string }): Promise<Feedback> {
  const { id, ...said } = input;
  const { place, prediction } = await placeOfFeedback(ctx, id);
  const checks = await readChecks(ctx, { projectId: place.projectId, prediction });
  return inTransaction(ctx, (tx) => keepFeedback(tx, { place, checks, said }));
}

/** The row that feedback is about, for whoever may give it; else 404 or 403. `prediction` is null while it is on its way into the log. */
export async function placeOfFeedback(ctx: Ctx, id: string) {
  const at = parseRowId(id);
  const prediction = at && (await findPredictionRow(ctx, at.predictionId));
  if (!at || (!prediction && !isOnItsWay(at.predictionId, ctx.now().getTime())))
    throw notFound('prediction', id.slice(0, 64));
  const projectId = prediction?.projectId ?? requireProject(ctx);
  authorise(ctx.actor, 'feedback.give', projectId);
  const { actor } = ctx;
  const isOthers =
    prediction !== null &&
    actor.kind === 'person' &&
    !isAllowed(actor, 'prediction.view', projectId) &&
    prediction.caller !== actor.id;
  if (prediction && (at.row >= prediction.rows || isOthers)) throw notFound('prediction', id.slice(0, 64));
  const place: FeedbackPlace = { projectId, modelId: prediction?.modelId ?? null, ...at };
  return { place, prediction };
}

interface ToKeep {
  checks: Checks;
  said: NewFeedback;
  /** The event of a whole file is the audit event of its lines. */
  ofFile?: boolean;
}

/** Keeps what was said of a row, in the caller's transaction. */
export async function keepFeedback(
  tx: Ctx,
  { place, checks, said: input, ofFile = false }: ToKeep & { place: FeedbackPlace },
): Promise<Feedback> {
  const { actor } = tx;
  const isPerson = actor.kind === 'person';
  const standing = isPerson ? await lockOwnFeedback(tx, { ...place, giverId: actor.id }) : null;
  if (standing) return sayAnew(tx, { standing, checks, said: input, ofFile });
  const said = checkSaid(checks, input);
  const feedback = await insertFeedback(tx, said, {
    ...place,
    givenBy: actorName(actor),
    giverId: 'id' in actor ? actor.id : null,
    wantsMail: isPerson && input.wantsMail === true,
  });
  await noteEvent(tx, { ...place, event: toldOf('feedback.given', feedback) });
  if (!ofFile)
    await audit(tx, { ...eventOf(feedback, place.projectId), action: 'feedback.give', after: shortOf(feedback) });
  return feedback;
}

/** Changes feedback that is locked. 409 where a review has settled it. */
export async function sayAnew(
  tx: Ctx,
  { standing, checks, said: input, ofFile = false }: ToKeep & { standing: StoredFeedback },
): Promise<Feedback> {
  const before = refuseSettled(standing);
  const said = checkSaid(checks, input, before.scores);
  const wantsMail = tx.actor.kind === 'person' && (input.wantsMail ?? standing.wantsMail);
  const feedback = await changeFeedback(tx, standing, said, { wantsMail });
  await noteEvent(tx, { ...standing, event: toldOf('feedback.changed', feedback) });
  if (!ofFile)
    await audit(tx, {
      ...eventOf(feedback, standing.projectId),
      action: 'feedback.edit',
      before: shortOf(before),
      after: shortOf(feedback),
    });
  return feedback;
}

/** What webhooks are told of it. */
export const toldOf = (
  event: FeedbackEventKind,
  { id, rowId, verdict, expected, severity, fields }: Feedback,
): Omit<FeedbackEvent, 'at'> => ({
  event,
  rowId,
  feedback: { id, verdict, expected, severity, fields: fields.map(({ field, problem }) => ({ field, problem })) },
  decision: null,
});

const eventOf = ({ rowId }: Feedback, projectId: string) => ({ object: `prediction:${rowId}`, projectId });
/** What the audit log has of it: no text that people wrote. */
export const shortOf = ({ verdict, expected, severity, fields, scores }: Said) => ({
  verdict,
  expected,
  severity,
  fields: fields.map(({ field, problem }) => `${field}: ${problem}`),
  scores: Object.keys(scores),
});
