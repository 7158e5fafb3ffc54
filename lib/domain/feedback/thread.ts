import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound, nothingIfGone } from '@/lib/platform/errors';
import { authorise, isAllowed, nameProject, notify } from '../people';
import { parseRowId } from '../predictions';
import { getModel } from '../registry';
import { MAX_THREAD, type NewComment, type Thread, type ThreadEntry } from './schema';
import { findPredictionRow } from './store';
import { insertEntry, listParticipants, lockThread, readThread, type ThreadPlace } from './store-thread';

/** What people say to each other about a row. For whoever sees the row. */
export async function getThread(ctx: Ctx, input: { id: string }): Promise<Thread> {
  return readThread(ctx, await placeOfThread(ctx, input.id));
}

/** Adds a comment; who took part is told by the bell. */
export async function addComment(ctx: Ctx, input: NewComment & { id: string }): Promise<Thread> {
  return addEntry(ctx, { id: input.id, kind: 'comment', text: input.text });
}

/** Says that a thread is settled, or takes it up again. 409 where it is so already. */
export async function settleThread(ctx: Ctx, input: { id: string; isResolved: boolean }): Promise<Thread> {
  return addEntry(ctx, { id: input.id, kind: input.isResolved ? 'resolved' : 'reopened', text: '' });
}

async function addEntry(
  ctx: Ctx,
  { id, ...entry }: { id: string } & Pick<ThreadEntry, 'kind' | 'text'>,
): Promise<Thread> {
  const place = await placeOfThread(ctx, id);
  authorise(ctx.actor, 'feedback.give', place.projectId);
  const { actor } = ctx;
  if (!('id' in actor)) throw new AppError('forbidden', 'Comments are written by people and keys.');
  return inTransaction(ctx, async (tx) => {
    const before = await lockThread(tx, place);
    refuseEntry(before, entry.kind);
    const participants = await listParticipants(tx, place);
    await insertEntry(tx, { ...place, ...entry, authorId: actor.id, authorName: actor.name });
    await audit(tx, {
      action: `thread.${entry.kind}`,
      object: `prediction:${place.predictionId}.${place.row}`,
      projectId: place.projectId,
    });
    await tellOthers(tx, place, { kind: entry.kind, participants, author: actor });
    return readThread(tx, place);
  });
}

function refuseEntry({ entries, isResolved }: Thread, kind: ThreadEntry['kind']): void {
  if (entries.length >= MAX_THREAD)
    throw new AppError('limit_exceeded', `A thread has ${MAX_THREAD} entries at most.`, { reason: 'thread_full' });
  if (kind === 'resolved' && isResolved)
    throw new AppError('conflict', 'The thread is resolved already.', { reason: 'resolved' });
  if (kind === 'reopened' && !isResolved)
    throw new AppError('conflict', 'The thread is open already.', { reason: 'open' });
}

async function tellOthers(
  tx: Ctx,
  place: ThreadPlace & { modelId: string },
  {
    kind,
    participants,
    author,
  }: { kind: ThreadEntry['kind']; participants: readonly string[]; author: { id: string; name: string } },
): Promise<void> {
  const model = await getModel(tx, { model: place.modelId, permission: 'feedback.give' }).catch(nothingIfGone);
  const link = `/p/${await nameProject(tx, place.projectId)}/predictions/${place.predictionId}.${place.row}`;
  for (const personId of participants)
    if (personId !== author.id)
      await notify(tx, {
        projectId: place.projectId,
        personId,
        kind: `thread-${kind}`,
        values: { model: model?.name ?? '', name: author.name },
        link,
        wantsMail: false,
      });
}

async function placeOfThread(ctx: Ctx, id: string): Promise<ThreadPlace & { modelId: string }> {
  const at = parseRowId(id);
  const prediction = at && (await findPredictionRow(ctx, at.predictionId));
  const { actor } = ctx;
  const isOwn = 'id' in actor && prediction?.caller === actor.id;
  // Who may give feedback by a key reads what is answered there.
  const sees =
    prediction &&
    (isAllowed(actor, isOwn ? 'prediction.view-own' : 'prediction.view', prediction.projectId) ||
      (actor.kind === 'key' && isAllowed(actor, 'feedback.give', prediction.projectId)));
  if (!at || !sees || at.row >= prediction.rows) throw notFound('prediction', id.slice(0, 64));
  return { projectId: prediction.projectId, modelId: prediction.modelId, ...at };
}
