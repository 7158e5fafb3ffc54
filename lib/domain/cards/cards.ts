import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { isAllowed } from '../people';
import { getVersion } from '../registry';
import type { Card, CardContent, CardView } from './schema';
import {
  findCardRevision,
  findNewestCard,
  findPreviousCard,
  insertCard,
  listCardRows,
  lockCards,
  updateCard,
} from './store';

interface OfVersion {
  model: string;
  number: number;
}

/** The card that readers see; who may edit cards also gets the draft. */
export async function getCard(ctx: Ctx, input: OfVersion): Promise<CardView> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'card.view' });
  const of = { modelId: model.id, versionNumber: version.number };
  const newest = isAllowed(ctx.actor, 'card.edit', model.projectId) ? await findNewestCard(ctx, of, false) : null;
  return {
    published: await findNewestCard(ctx, of, true),
    draft: newest?.published === false ? newest : null,
    previous: await findPreviousCard(ctx, of),
  };
}

export async function listCardHistory(ctx: Ctx, input: OfVersion): Promise<{ revisions: Card[] }> {
  const { model, version } = await getVersion(ctx, { ...input, permission: 'card.edit' });
  return { revisions: await listCardRows(ctx, { modelId: model.id, versionNumber: version.number }) };
}

async function changeCard(
  ctx: Ctx,
  input: OfVersion,
  action: string,
  work: (
    tx: Ctx,
    of: { projectId: string; modelId: string; versionNumber: number },
    newest: Card | null,
  ) => Promise<Card>,
): Promise<Card> {
  return inTransaction(ctx, async (tx) => {
    const { model, version } = await getVersion(tx, { ...input, permission: 'card.edit' });
    await lockCards(tx, model.id);
    const of = { projectId: model.projectId, modelId: model.id, versionNumber: version.number };
    const card = await work(
      tx,
      of,
      await findNewestCard(tx, { modelId: model.id, versionNumber: version.number }, false),
    );
    await audit(tx, {
      action,
      object: `model:${model.name}/${version.number}/card`,
      projectId: model.projectId,
      after: { revision: card.revision },
    });
    return card;
  });
}

async function writeDraft(
  tx: Ctx,
  of: { projectId: string; modelId: string; versionNumber: number },
  newest: Card | null,
  content: CardContent,
): Promise<Card> {
  const { projectId: _, ...version } = of;
  const createdBy = actorName(tx.actor);
  return newest && !newest.published
    ? updateCard(tx, version, newest.revision, { ...content, createdBy })
    : insertCard(tx, of, { ...content, revision: (newest?.revision ?? 0) + 1, createdBy });
}

/** Saves the draft: a new revision where the newest one is published, else the draft that is there. */
export async function saveCard(ctx: Ctx, input: OfVersion & { content: CardContent }): Promise<Card> {
  return changeCard(ctx, input, 'card.save', (tx, of, newest) => writeDraft(tx, of, newest, input.content));
}

/** Shows the draft to readers. 409 where there is none. */
export async function publishCard(ctx: Ctx, input: OfVersion): Promise<Card> {
  return changeCard(ctx, input, 'card.publish', async (tx, { modelId, versionNumber }, newest) => {
    if (!newest || newest.published)
      throw new AppError('conflict', 'There is no draft to publish. Save one first.', { reason: 'no_draft' });
    return updateCard(tx, { modelId, versionNumber }, newest.revision, { published: true });
  });
}

/** Makes the text of an older revision the draft, as a new revision: a draft that was there stays in the history. */
export async function restoreCard(ctx: Ctx, input: OfVersion & { revision: number }): Promise<Card> {
  return changeCard(ctx, input, 'card.restore', async (tx, of, newest) => {
    const { modelId, versionNumber } = of;
    const old = await findCardRevision(tx, { modelId, versionNumber }, input.revision);
    if (!old) throw notFound('revision', String(input.revision));
    return insertCard(tx, of, {
      fields: old.fields,
      markdown: old.markdown,
      revision: (newest?.revision ?? 0) + 1,
      createdBy: actorName(tx.actor),
    });
  });
}
