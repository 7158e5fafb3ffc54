import { audit } from '@/lib/platform/audit';
import { actorName, type Ctx, inTransaction } from '@/lib/platform/context';
import { AppError, notFound } from '@/lib/platform/errors';
import { checkExpected } from '../feedback';
import { listAnswers, parseRowId } from '../predictions';
import { entityDestination } from './entity-destination';
import { requireQueue } from './require';
import { type AddedGold, type GoldList, type KnownRow, MAX_GOLD, type NewGoldRows } from './schema';
import { findDestination } from './store-destinations';
import {
  countGold,
  insertGold,
  listGoldAnswers,
  listGoldRows,
  listSettledAnswers,
  type NewGold,
  retireGold,
} from './store-gold';
import type { StoredQueue } from './store-queues';

/** The known rows of a queue, for those who keep it: reviewers must not know them. */
export async function listGold(ctx: Ctx, input: { id: string }): Promise<GoldList> {
  const queue = await requireQueue(ctx, input.id, 'review.manage');
  const [rows, answers] = await Promise.all([listGoldRows(ctx, queue.id), listGoldAnswers(ctx, queue.id, new Date(0))]);
  return {
    rows: rows.map((row): KnownRow => {
      const own = answers.filter(({ goldId }) => goldId === row.id);
      return {
        id: row.id,
        rowId: `${row.predictionId}.${row.row}`,
        value: row.value,
        source: row.source === 'hand' ? 'hand' : 'settled',
        createdBy: row.createdBy,
        createdAt: row.createdAt.toISOString(),
        answered: own.length,
        right: own.filter(({ decision, value }) => decision === 'label' && isRight(value, row.value, queue.tolerance))
          .length,
      };
    }),
  };
}

/** Whether an answer is the known one: the same text, or a number no further off than `tolerance`. */
function isRight(said: string | null, truth: string, tolerance: number): boolean {
  if (said === truth) return true;
  return said !== null && tolerance > 0 && Math.abs(Number(said) - Number(truth)) <= tolerance;
}

/**
 * Makes rows with a known answer part of what reviewers get, mixed in blindly at the queue's rate: one row with an answer that a person gives,
 * or the newest rows that reviews settled. No item, label, exam or training row comes of them.
 */
export async function addGold(ctx: Ctx, input: NewGoldRows & { id: string }): Promise<AddedGold> {
  const queue = await requireQueue(ctx, input.id, 'review.manage');
  const known = await countGold(ctx, queue.id);
  const room = MAX_GOLD - known;
  if (room <= 0)
    throw new AppError('limit_exceeded', `A queue has ${MAX_GOLD} known rows at most. Take some out first.`, {
      reason: 'too_many_gold',
    });
  const isByHand = input.from === 'hand';
  const rows = isByHand
    ? [await rowByHand(ctx, queue, input)]
    : await listSettledAnswers(ctx, {
        queueId: queue.id,
        modelId: queue.modelId,
        destination: input.from === 'exam' ? 'exam' : null,
        limit: Math.min(input.most, room),
      });
  const added = await inTransaction(ctx, async (tx) => {
    const { projectId } = queue;
    const n = await insertGold(
      tx,
      { queueId: queue.id, projectId, source: isByHand ? 'hand' : 'settled', by: actorName(tx.actor) },
      rows,
    );
    await audit(tx, {
      action: 'review-gold.add',
      object: `review-queue:${queue.id}`,
      projectId,
      after: { from: input.from, added: n },
    });
    return n;
  });
  return { added, known: known + added };
}

async function rowByHand(
  ctx: Ctx,
  queue: StoredQueue,
  { row: rowId, value }: { row: string; value: string | number },
): Promise<NewGold> {
  const at = parseRowId(rowId);
  const answers = at ? await listAnswers(ctx, queue.projectId, [at.predictionId]) : [];
  const answer = answers.find(({ id }) => id === at?.predictionId);
  if (!at || !answer || answer.modelId !== queue.modelId || at.row >= answer.rows)
    throw notFound('row of this model', rowId);
  const { versionNumber } = answer;
  const of = { modelId: queue.modelId, versionNumber, permission: 'model.view' } as const;
  const entity = answer.contexts?.[at.row]?.entity ?? null;
  const { entityHash, destination } = entityDestination(queue.modelId, {
    entity,
    rowId: `${at.predictionId}.${at.row}`,
  });
  return {
    versionNumber,
    ...at,
    entity,
    entityHash,
    destination: (await findDestination(ctx, { modelId: queue.modelId, entityHash })) ?? destination,
    value: await checkExpected(ctx, of, 'value', String(value)),
  };
}

/** Takes a known row out of a queue; what reviewers said of it still counts for them. */
export async function removeGold(ctx: Ctx, input: { id: string; gold: string }): Promise<void> {
  const queue = await requireQueue(ctx, input.id, 'review.manage');
  await inTransaction(ctx, async (tx) => {
    if (!(await retireGold(tx, { queueId: queue.id, id: input.gold }))) throw notFound('known row', input.gold);
    await audit(tx, {
      action: 'review-gold.remove',
      object: `review-queue:${queue.id}`,
      projectId: queue.projectId,
      before: { gold: input.gold },
    });
  });
}
