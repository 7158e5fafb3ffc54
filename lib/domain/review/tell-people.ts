import { type Ctx, inTransaction } from '@/lib/platform/context';
import { nothingIfGone } from '@/lib/platform/errors';
import {
  claimFixable,
  type FixableFeedback,
  lockToTell,
  markChecked,
  markTold,
  type SettledFeedback,
} from '../feedback';
import { nameProject, notify } from '../people';
import { getModel, getServedVersion } from '../registry';
import { askRow, hasLearnt, type InferRows, passesTest } from '../validation';
import { readTestableRow } from './row-test';
import { findSettledItem } from './store-items';
import { findQueueTolerance } from './store-queues';

const LEASE_MS = 60_000;

/** Tells the person whose complaint was settled longest ago what it was. Returns false when nobody is to be told. System scope. */
export async function tellSettled(ctx: Ctx): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const feedback = await lockToTell(tx);
    if (!feedback) return false;
    const as = `${feedback.outcome}:${feedback.outcomeValue ?? ''}`;
    const named = await nameAnswer(tx, feedback);
    // Settled anew with what they know already, or of a model that is gone.
    const isKnown = as === feedback.toldAs;
    const isTold =
      isKnown ||
      (named !== null &&
        (await notify(tx, {
          ...addressOf(feedback, named),
          kind: 'feedback-settled',
          values: { model: named.model, outcome: feedback.outcome, value: named.value },
        })));
    await markTold(tx, feedback.id, isTold ? { as } : null);
    return true;
  });
}

/**
 * Asks a champion about a row that a person had reported and a review has settled with a label, and tells them where it answers so now. Of a
 * champion that was trained with the row they hear just that, once: its answer proves nothing. Returns false when there is nothing to ask.
 * System scope.
 */
export async function tellFixed(ctx: Ctx, infer: InferRows): Promise<boolean> {
  const feedback = await claimFixable(ctx, LEASE_MS);
  if (!feedback) return false;
  const found = await lookAt(ctx, feedback, infer);
  const isNews = found === 'fixed' || (found === 'learnt' && feedback.learntVersion === null);
  const named = isNews ? await nameAnswer(ctx, feedback) : null;
  await inTransaction(ctx, async (tx) => {
    await markChecked(tx, feedback, found);
    if (!named) return;
    const values = { model: named.model, version: String(feedback.champion), value: named.value };
    const address = addressOf(feedback, named);
    await notify(
      tx,
      found === 'fixed'
        ? { ...address, kind: 'answer-fixed', values }
        : { ...address, kind: 'answer-learnt', values: { ...values, day: dayOf(feedback.createdAt) } },
    );
  });
  return true;
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Whether the champion was trained with the row; else whether it answers it as was settled, and the version that answered it first did not. */
async function lookAt(ctx: Ctx, feedback: FixableFeedback, infer: InferRows): Promise<'fixed' | 'learnt' | null> {
  const found = await readTestableRow(ctx, feedback);
  if ('reason' in found || found.test.versionNumber === feedback.champion) return null;
  if (await hasLearnt(ctx, { ...found.test, number: feedback.champion })) return 'learnt';
  return (await answersSo(ctx, feedback, found, infer)) ? 'fixed' : null;
}

type TestableRow = Exclude<Awaited<ReturnType<typeof readTestableRow>>, { reason: string }>;

async function answersSo(ctx: Ctx, feedback: FixableFeedback, found: TestableRow, infer: InferRows): Promise<boolean> {
  const { champion, modelId, projectId } = feedback;
  const item = await findSettledItem(ctx, feedback);
  const tolerance = found.task === 'regression' && item ? await findQueueTolerance(ctx, item.queueId) : null;
  // Without a tolerance nobody has said which numbers are right.
  if (found.task === 'regression' && !tolerance) return false;
  const wanted = { expected: feedback.outcomeValue ?? '', tolerance };
  const isNumber = found.task === 'regression';
  const before = { label: isNumber ? null : found.answered, value: isNumber ? Number(found.answered) : null };
  if (passesTest(before, wanted)) return false;
  const answer = await askRow(ctx, { projectId, modelId, number: champion, fields: found.test.fields, infer });
  return answer !== null && passesTest(answer, wanted);
}

interface NamedAnswer {
  model: string;
  project: string;
  value: string;
}

const addressOf = (
  { projectId, giverId, predictionId, row, wantsMail }: SettledFeedback,
  { project }: NamedAnswer,
) => ({
  projectId,
  personId: giverId,
  link: `/p/${project}/predictions/${predictionId}.${row}`,
  wantsMail,
});

/** Names of what was settled: the model, and the class as its owner calls it or the number with its unit. Null where the model is gone. */
async function nameAnswer(
  ctx: Ctx,
  { modelId, projectId, outcomeValue }: SettledFeedback,
): Promise<NamedAnswer | null> {
  const model = await getModel(ctx, { model: modelId }).catch(nothingIfGone);
  if (!model) return null;
  const version = await getServedVersion(ctx, { model: modelId }).catch(nothingIfGone);
  const value = outcomeValue ?? '';
  const reading = version?.served.reading;
  const named =
    reading?.task === 'regression'
      ? [value, reading.unit].filter(Boolean).join(' ')
      : version?.overlay?.classNames[value] || value;
  return { model: model.name, project: await nameProject(ctx, projectId), value: named };
}
