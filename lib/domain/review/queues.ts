import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, invalidInput, nothingIfGone } from '@/lib/platform/errors';
import { authorise } from '../people';
import { countedPlaces } from '../predictions';
import { getModel, getServedVersion } from '../registry';
import { checkScale } from './check-scale';
import { requireQueue } from './require';
import { MAX_QUEUES, type Queue, type QueueContent, type QueueList } from './schema';
import {
  archiveQueueRow,
  countItems,
  insertQueueRow,
  listQueueRows,
  lockQueues,
  type StoredQueue,
  updateQueueRow,
} from './store-queues';
import { stratumColumn } from './stratum';

const NOTHING = { open: 0, disputed: 0, settled: 0, held: 0 };

/** The queues of a project, or of one of its models, with what waits in them. */
export async function listQueues(
  ctx: Ctx,
  input: { projectId: string; model?: string | undefined },
): Promise<QueueList> {
  authorise(ctx.actor, 'review.view', input.projectId);
  const model =
    input.model === undefined ? null : await getModel(ctx, { model: input.model, permission: 'review.view' });
  const rows = await listQueueRows(ctx, { projectId: input.projectId, modelId: model?.id });
  return { queues: await shown(ctx, rows) };
}

async function shown(ctx: Ctx, rows: readonly StoredQueue[]): Promise<Queue[]> {
  if (rows.length === 0) return [];
  const counts = await countItems(
    ctx,
    rows.map(({ id }) => id),
    'id' in ctx.actor ? ctx.actor.id : '',
  );
  const names = new Map<string, string>();
  for (const { modelId } of rows)
    if (!names.has(modelId))
      names.set(modelId, (await getModel(ctx, { model: modelId, permission: 'model.view' })).name);
  return rows.map(({ projectId: _, modelId, createdAt, ...row }) => ({
    ...row,
    model: { id: modelId, name: names.get(modelId) ?? '' },
    counts: counts.get(row.id) ?? NOTHING,
    createdAt: createdAt.toISOString(),
  }));
}

async function shownOne(ctx: Ctx, row: StoredQueue): Promise<Queue> {
  const [queue] = await shown(ctx, [row]);
  if (!queue) throw new Error('a queue that was found is there');
  return queue;
}

/** Adds a queue to a model, or with `id` changes one. Rows that are in it keep how many reviews they want. */
export async function saveQueue(
  ctx: Ctx,
  input: { content: QueueContent } & ({ model: string } | { id: string }),
): Promise<Queue> {
  const before = 'id' in input ? await requireQueue(ctx, input.id, 'review.manage') : null;
  const model = await getModel(ctx, {
    model: 'id' in input ? (before?.modelId ?? '') : input.model,
    permission: 'review.manage',
  });
  await checkStratum(ctx, model.id, input.content);
  const content = { ...input.content, classOrder: await checkScale(ctx, model.id, input.content) };
  return inTransaction(ctx, async (tx) => {
    await lockQueues(tx, model.id);
    const all = await listQueueRows(tx, { projectId: model.projectId, modelId: model.id });
    if (all.some(({ name, id }) => name === content.name && id !== before?.id))
      throw invalidInput('name', `this model has a queue "${content.name}" already; take another name`, {
        reason: 'name_taken',
      });
    if (!before && all.length >= MAX_QUEUES)
      throw new AppError('limit_exceeded', `A model has ${MAX_QUEUES} review queues at most. Close one first.`, {
        reason: 'too_many_queues',
      });
    const saved = before
      ? await updateQueueRow(tx, before.id, content)
      : await insertQueueRow(tx, { projectId: model.projectId, modelId: model.id }, content, actorName(tx.actor));
    await audit(tx, {
      action: before ? 'review-queue.update' : 'review-queue.create',
      object: `review-queue:${saved.id}`,
      projectId: model.projectId,
      before: before && {
        model: model.name,
        name: before.name,
        rules: before.rules,
        scale: before.scale,
        classOrder: before.classOrder,
      },
      after: {
        model: model.name,
        name: saved.name,
        rules: saved.rules,
        scale: saved.scale,
        classOrder: saved.classOrder,
      },
    });
    return shownOne(tx, saved);
  });
}

/** 422 that names the model's columns where rows are to be drawn by an input that it has not. */
async function checkStratum(ctx: Ctx, modelId: string, { rules }: QueueContent): Promise<void> {
  const by = rules.random?.by;
  const column = by ? stratumColumn(by) : '';
  if (column === '' || column.startsWith('context.')) return;
  const found = await getServedVersion(ctx, { model: modelId, permission: 'model.view' }).catch(nothingIfGone);
  if (!found) return;
  const names = countedPlaces({ signature: found.version.signature, overlay: found.overlay }).map(({ name }) => name);
  if (!names.includes(column))
    throw invalidInput(
      'rules.random.by.column',
      `the model has no input "${column}"; it has ${names.slice(0, 30).join(', ')}, and context.NAME`,
      { reason: 'unknown_column' },
    );
}

/** Closes a queue: nothing comes into it any more and nobody takes from it. What was decided stays. */
export async function archiveQueue(ctx: Ctx, input: { id: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const queue = await requireQueue(tx, input.id, 'review.manage');
    await archiveQueueRow(tx, queue.id);
    await audit(tx, {
      action: 'review-queue.archive',
      object: `review-queue:${queue.id}`,
      projectId: queue.projectId,
      before: { name: queue.name },
    });
  });
}
