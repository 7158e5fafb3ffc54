import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { uuid7Time } from '@/lib/platform/uuid7';
import { authorise, isAllowed, requireProject } from '../people';
import { parseRowId } from '../predictions';
import { checkExpected } from './check-expected';
import type { Feedback, NewFeedback } from './schema';
import { findPredictionRow, saveFeedbackRow } from './store';

/** An answered prediction may still be on its way into the log: the spool's usual lag, and a minute. */
const ON_ITS_WAY_MS = 120_000;
const CLOCK_MS = 5_000;

function isOnItsWay(predictionId: string, nowMs: number): boolean {
  const age = nowMs - uuid7Time(predictionId);
  return predictionId[14] === '7' && age > -CLOCK_MS && age < ON_ITS_WAY_MS;
}

/** A person's or a program's verdict on one row. End users judge their own predictions only. */
export async function giveFeedback(ctx: Ctx, input: NewFeedback & { id: string }): Promise<Feedback> {
  const at = parseRowId(input.id);
  const prediction = at && (await findPredictionRow(ctx, at.predictionId));
  if (!at || (!prediction && !isOnItsWay(at.predictionId, ctx.now().getTime())))
    throw notFound('prediction', input.id.slice(0, 64));
  const projectId = prediction?.projectId ?? requireProject(ctx);
  authorise(ctx.actor, 'feedback.give', projectId);
  const { actor } = ctx;
  const isOthers =
    prediction !== null &&
    actor.kind === 'person' &&
    !isAllowed(actor, 'prediction.view', projectId) &&
    prediction.caller !== actor.id;
  if (prediction && (at.row >= prediction.rows || isOthers)) throw notFound('prediction', input.id.slice(0, 64));
  const expected =
    input.expected && prediction
      ? await checkExpected(ctx, { ...prediction, permission: 'feedback.give' }, 'expected', input.expected)
      : input.expected;
  return inTransaction(ctx, async (tx) => {
    const feedback = await saveFeedbackRow(tx, {
      verdict: input.verdict,
      ...(expected ? { expected } : {}),
      ...(input.reason ? { reason: input.reason } : {}),
      ...(input.wantsMail ? { wantsMail: true } : {}),
      projectId,
      modelId: prediction?.modelId ?? null,
      ...at,
      givenBy: actorName(actor),
      giverId: 'id' in actor ? actor.id : null,
      isPerson: actor.kind === 'person',
    });
    await audit(tx, {
      action: 'feedback.give',
      object: `prediction:${feedback.rowId}`,
      projectId,
      after: { verdict: feedback.verdict, expected: feedback.expected },
    });
    return feedback;
  });
}
