import type { Ctx } from '@/lib/platform/context';
import { inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { authorise, isAllowed } from '../people';
import { parseRowId } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import { readChecks } from './check-said';
import { giveFeedback, sayAnew } from './give-feedback';
import { judgedFields } from './judged-fields';
import { type LinkClaim, readLinkToken, writeLinkToken } from './link-token';
import { takeAway } from './own-feedback';
import type { FeedbackLink, LinkedRow, NewFeedback } from './schema';
import { findLinkUse, findOutcome, findPredictionRow, type KnownPrediction, markLinkUsed, noteLinkGave } from './store';
import { findFeedbackRow, lockFeedback, type StoredFeedback, toFeedback } from './store-said';
import { listScoreRows } from './store-scores';

const DAY_MS = 86_400_000;

/** Whoever holds a link may do what it says, and is known by nothing else. */
const asHolder = (system: Ctx): Ctx => ({ ...system, actor: { kind: 'system', name: 'link' } });

/**
 * A link by which somebody outside, without an account, may judge one row once until it expires. Nothing is kept of it before it is used.
 * For whoever may judge the row.
 */
export async function createFeedbackLink(
  ctx: Ctx,
  input: { id: string; days: number; secret: string },
): Promise<FeedbackLink> {
  const at = parseRowId(input.id);
  const prediction = at && (await findPredictionRow(ctx, at.predictionId));
  if (!at || !prediction || at.row >= prediction.rows) throw notFound('prediction', input.id.slice(0, 64));
  authorise(ctx.actor, 'feedback.give', prediction.projectId);
  const { actor } = ctx;
  if (
    actor.kind === 'person' &&
    !isAllowed(actor, 'prediction.view', prediction.projectId) &&
    prediction.caller !== actor.id
  )
    throw notFound('prediction', input.id.slice(0, 64));
  const expiresMs = ctx.now().getTime() + input.days * DAY_MS;
  const token = writeLinkToken({ ...at, expiresMs }, input.secret);
  return { token, path: `/f/${token}`, expiresAt: new Date(expiresMs).toISOString() };
}

/** What the holder of a link is asked about: the model, its answer, and what else it could have been. System scope. */
export async function getLinkedRow(ctx: Ctx, input: { token: string; secret: string }): Promise<LinkedRow> {
  const system = asHolder(ctx);
  const { claim, prediction, given } = await requireLink(system, input);
  const standing = given && toFeedback(given);
  const model = await getModel(system, { model: prediction.modelId, permission: 'model.view' });
  const { served, overlay } = await getServedVersion(system, {
    model: prediction.modelId,
    number: prediction.versionNumber,
    permission: 'model.view',
  });
  const { reading } = served;
  const nameOf = (label: string) => overlay?.classNames[label] || label;
  const [outcome, scores] = await Promise.all([
    findOutcome(system, claim),
    listScoreRows(system, prediction.projectId),
  ]);
  return {
    model: model.name,
    task: reading.task,
    answer: reading.task === 'classification' ? nameOf(outcome) : outcome,
    classes: reading.task === 'classification' ? reading.classes.map((label) => ({ label, name: nameOf(label) })) : [],
    unit: reading.task === 'regression' ? (reading.unit ?? '') : '',
    fields: judgedFields({ served, overlay }),
    scores: scores.filter(({ archivedAt }) => archivedAt === null),
    expiresAt: new Date(claim.expiresMs).toISOString(),
    given: standing && { ...standing, isSettled: standing.outcome !== null },
  };
}

/** Keeps the verdict of a link's holder; the link is used then, and of two uses at once one is refused. System scope. */
export async function giveByLink(system: Ctx, input: NewFeedback & { token: string; secret: string }): Promise<void> {
  const { token, secret, ...said } = input;
  const { claim, prediction } = await requireLink(system, { token, secret });
  await inTransaction(asHolder(system), async (tx) => {
    if (!(await markLinkUsed(tx, { ...claim, projectId: prediction.projectId }))) throw usedLink();
    const { id } = await giveFeedback(tx, { ...said, id: `${claim.predictionId}.${claim.row}` });
    await noteLinkGave(tx, claim.nonce, id);
  });
}

/** Says anew what was said by a link, while it lives. 409 where nothing was, or a review has settled the row. System scope. */
export async function editByLink(system: Ctx, input: NewFeedback & { token: string; secret: string }): Promise<void> {
  const { token, secret, ...said } = input;
  const { prediction, given } = await requireGiven(system, { token, secret });
  const { projectId } = prediction;
  const holder = asHolder(system);
  const checks = await readChecks(holder, { projectId, prediction });
  await inTransaction(holder, async (tx) => {
    const standing = await lockFeedback(tx, given.id);
    if (!standing) throw withdrawnLink();
    await sayAnew(tx, { standing, checks, said });
  });
}

/** Takes back what was said by a link, while it lives; the link gives nothing again. 409 as in changing it. System scope. */
export async function withdrawByLink(system: Ctx, input: { token: string; secret: string }): Promise<void> {
  const { given } = await requireGiven(system, input);
  await inTransaction(asHolder(system), async (tx) => {
    const standing = await lockFeedback(tx, given.id);
    if (!standing) throw withdrawnLink();
    await takeAway(tx, standing);
  });
}

async function requireGiven(system: Ctx, input: { token: string; secret: string }) {
  const { given, ...link } = await requireLink(system, input);
  if (!given)
    throw new AppError('conflict', 'Nothing was said by this link yet. Judge the row first.', { reason: 'not_given' });
  return { ...link, given };
}

async function requireLink(
  system: Ctx,
  { token, secret }: { token: string; secret: string },
): Promise<{ claim: LinkClaim; prediction: KnownPrediction; given: StoredFeedback | null }> {
  const claim = readLinkToken(token, secret);
  const prediction = claim && (await findPredictionRow(system, claim.predictionId));
  if (!claim || !prediction) throw notFound('feedback link', token.slice(0, 40));
  if (claim.expiresMs <= system.now().getTime())
    throw new AppError('conflict', 'This link has expired. Ask for a new one.', { reason: 'expired' });
  const use = await findLinkUse(system, claim.nonce);
  if (!use) return { claim, prediction, given: null };
  if (use.feedbackId === null) throw usedLink();
  const given = await findFeedbackRow(system, use.feedbackId);
  if (!given) throw withdrawnLink();
  return { claim, prediction, given };
}

const withdrawnLink = () =>
  new AppError('conflict', 'What was said by this link was withdrawn. It works once.', { reason: 'withdrawn' });

const usedLink = () => new AppError('conflict', 'This link was used already. It works once.', { reason: 'used' });
