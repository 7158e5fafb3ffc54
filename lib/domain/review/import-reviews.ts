import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput, isAppError, nothingIfGone } from '@/lib/platform/errors';
import { checkExpected } from '../feedback';
import { parseRowId } from '../predictions';
import { getServedVersion } from '../registry';
import { readArgillaRecord } from './argilla';
import { keepReview } from './decide-item';
import { toItem } from './fill-queue';
import { readLabelStudioTask } from './label-studio';
import type { ReadTask } from './read-task';
import { requireQueue } from './require';
import type { ImportedReviews, ImportQuery } from './schema';
import { findItemsOf } from './store-exchange';
import { findItemRow, listReviewRows, listReviewRowsOf, type StoredItem, takeBackRow } from './store-items';
import { insertItems, type NewItem, type StoredQueue } from './store-queues';
import { withCalls } from './with-calls';

/** Reviews that one file brings at most: one transaction writes them, and other labels of the project wait for it. */
const MAX_REVIEWS = 2000;
const MAX_NOTE = 2000;
const MAX_VALUE = 200;
const TRANSACTION_MS = 90_000;
const PRIORITY = 3.5;

/** Ends a transaction whose writes are not wanted. */
class OnlyTried extends Error {
  constructor(readonly found: ImportedReviews) {
    super('a dry run');
  }
}

interface Placed {
  task: ReadTask;
  predictionId: string;
  row: number;
}

/**
 * Takes what people said in Label Studio or Argilla as reviews of items, by the rules of a review that is given here: rows that the queue has
 * not come in, and the last review that is wanted settles its item. They count as not blind, since nobody knows what those people saw. All of
 * a file is written or nothing; with `dryRun` it is only tried. The same file twice changes nothing.
 */
export async function importReviews(
  ctx: Ctx,
  input: ImportQuery & { id: string; tasks: readonly unknown[] },
): Promise<ImportedReviews> {
  const queue = await requireQueue(ctx, input.id, 'review.manage');
  const read = input.format === 'argilla' ? readArgillaRecord : readLabelStudioTask;
  const placed = place(input.tasks.map(read));
  const before = await findItemsOf(ctx, { queueId: queue.id, rows: placed, isLocked: false });
  const added = await newItems(
    ctx,
    queue,
    placed.filter(({ task }) => !before.has(task.rowId)),
  );
  const isNumber = await checkValues(
    ctx,
    queue,
    placed,
    (rowId) => (before.get(rowId) ?? added.get(rowId))?.versionNumber,
  );
  try {
    return await inTransaction(
      ctx,
      async (tx) => {
        await insertItems(tx, queue, [...added.values()]);
        const found = await writeReviews(tx, queue, placed, isNumber);
        const reply = { ...found, isWritten: input.dryRun !== '1', tasks: placed.length, added: added.size };
        if (!reply.isWritten) throw new OnlyTried(reply);
        await audit(tx, {
          action: 'review.import',
          object: `review-queue:${queue.id}`,
          projectId: queue.projectId,
          after: { format: input.format, tasks: reply.tasks, reviews: reply.reviews, added: reply.added },
        });
        return reply;
      },
      { timeoutMs: TRANSACTION_MS },
    );
  } catch (error) {
    if (error instanceof OnlyTried) return error.found;
    throw error;
  }
}

const taskFault = (name: string, at: number, reason: string, code: string) =>
  invalidInput(name, `task ${at + 1}: ${reason}`, { reason: code });

/** Where each task belongs. One row is in a file once. */
function place(tasks: readonly ReadTask[]): Placed[] {
  const all = tasks.reduce((sum, { reviews }) => sum + reviews.length, 0);
  if (all > MAX_REVIEWS)
    throw invalidInput(
      'body',
      `it has ${all.toLocaleString('en')} reviews; ${MAX_REVIEWS.toLocaleString('en')} are taken at once. Send it in parts.`,
      { reason: 'too_many_reviews' },
    );
  const met = new Map<string, number>();
  return tasks.map((task) => {
    const { at, reviews } = task;
    const found = parseRowId(task.rowId);
    if (!found) throw taskFault(`${at}.row_id`, at, `"${task.rowId}" is not the id of a row`, 'unknown_row');
    const rowId = `${found.predictionId}.${found.row}`;
    const twin = met.get(rowId);
    if (twin !== undefined)
      throw taskFault(`${at}.row_id`, at, `the row ${rowId} is in task ${twin + 1} already`, 'repeated_row');
    met.set(rowId, at);
    for (const { name, fault, note, reviewer, value } of reviews) {
      if (fault !== undefined) throw taskFault(name, at, fault, 'unreadable_task');
      if ((value?.length ?? 0) > MAX_VALUE)
        throw taskFault(name, at, `a value has ${MAX_VALUE} characters at most`, 'unreadable_task');
      if (note.length > MAX_NOTE || `${note}${reviewer.id}${reviewer.name}${value ?? ''}`.includes('\0'))
        throw taskFault(
          name,
          at,
          `a note has ${MAX_NOTE} characters at most, and no text a NUL character`,
          'unreadable_task',
        );
    }
    return { task: { ...task, rowId }, ...found };
  });
}

/** Rows of the model that the queue has not, as items; 422 for what is not a row of the model. */
async function newItems(ctx: Ctx, queue: StoredQueue, rows: readonly Placed[]): Promise<Map<string, NewItem>> {
  const found = new Map<string, NewItem>();
  for await (const { item, call: answer } of withCalls(ctx, queue.projectId, rows)) {
    const { task, row } = item;
    if (!answer || answer.modelId !== queue.modelId || row >= answer.rows)
      throw taskFault(
        `${task.at}.row_id`,
        task.at,
        `there is no row "${task.rowId}" of this model in the log`,
        'unknown_row',
      );
    const pick = {
      answer,
      row,
      reasons: ['chosen'] as const,
      inclusionProbability: null,
      stratum: null,
      priority: PRIORITY,
    };
    found.set(task.rowId, toItem(queue.modelId, pick));
  }
  return found;
}

/** Says for each version that is met whether it answers numbers, once every value fits its version; 422 that names the classes. */
async function checkValues(
  ctx: Ctx,
  { modelId }: StoredQueue,
  placed: readonly Placed[],
  versionOf: (rowId: string) => number | undefined,
): Promise<CheckedValues> {
  const numeric = new Map<number, boolean>();
  const known = new Map<string, string>();
  for (const { task } of placed) {
    const versionNumber = versionOf(task.rowId) ?? 0;
    if (!numeric.has(versionNumber)) numeric.set(versionNumber, await isNumeric(ctx, { modelId, versionNumber }));
    for (const { name, value } of task.reviews) {
      const key = `${versionNumber} ${value}`;
      if (value === null || known.has(key)) continue;
      const checked = checkExpected(ctx, { modelId, versionNumber, permission: 'model.view' }, name, value);
      known.set(key, await checked.catch((error: unknown) => refuse(error, { task, name, value })));
    }
  }
  return {
    isNumber: (version) => numeric.get(version) ?? false,
    labelOf: (version, value) => known.get(`${version} ${value}`) ?? value,
  };
}

interface CheckedValues {
  isNumber: (version: number) => boolean;
  /** The class by its label, where the file says the owner's name of it. */
  labelOf: (version: number, value: string) => string;
}

function refuse(error: unknown, { task, name, value }: { task: ReadTask; name: string; value: string }): never {
  if (!isAppError(error) || error.code !== 'invalid_input') throw error;
  const reason = error.invalidParams[0]?.reason ?? error.message;
  throw invalidInput(name, `task ${task.at + 1}, row ${task.rowId}: "${value.slice(0, 80)}" does not fit; ${reason}`, {
    ...(error.reason === undefined ? {} : { reason: error.reason }),
    ...(error.details === undefined ? {} : { details: error.details }),
  });
}

async function writeReviews(
  tx: Ctx,
  queue: StoredQueue,
  placed: readonly Placed[],
  { isNumber, labelOf }: CheckedValues,
): Promise<Omit<ImportedReviews, 'isWritten' | 'tasks' | 'added'>> {
  const counts = { reviews: 0, settled: 0, disputed: 0, already: 0, late: 0, held: 0, empty: 0 };
  const items = await findItemsOf(tx, { queueId: queue.id, rows: placed, isLocked: true });
  const known = await listReviewRowsOf(
    tx,
    [...items.values()].map(({ id }) => id),
  );
  for (const { task } of placed) {
    let item: StoredItem | null = items.get(task.rowId) ?? null;
    if (!item) throw new Error('items that were found or added are there');
    const before = item.state;
    let reviews = known.get(item.id) ?? [];
    for (const { reviewer, decision, value, note, tookMs } of task.reviews) {
      if (decision === null) {
        counts.empty += 1;
        continue;
      }
      const own = reviews.find(({ reviewerId, takenBackAt }) => reviewerId === reviewer.id && takenBackAt === null);
      // A skip is no decision: a later one of the same person takes its place.
      if (own && (own.decision !== 'skip' || decision === 'skip')) counts.already += 1;
      else if (item.state === 'settled') counts.late += 1;
      else if (isHeld(tx, item)) counts.held += 1;
      else {
        if (own) await takeBackRow(tx, own.id);
        await keepReview(
          tx,
          { item, queue, reviews },
          {
            reviewer,
            decision,
            value: value === null ? null : labelOf(item.versionNumber, value),
            note,
            tookMs,
            isBlind: false,
            isNumber: isNumber(item.versionNumber),
          },
        );
        counts.reviews += 1;
        item = (await findItemRow(tx, item.id)) ?? item;
        if (task.reviews.length > 1) reviews = await listReviewRows(tx, item.id);
      }
    }
    if (item.state !== before && item.state === 'settled') counts.settled += 1;
    if (item.state !== before && item.state === 'disputed') counts.disputed += 1;
  }
  return counts;
}

const isHeld = (tx: Ctx, { lockedUntil }: StoredItem): boolean => lockedUntil !== null && lockedUntil > tx.now();

/** Whether a version answers numbers. */
async function isNumeric(
  ctx: Ctx,
  { modelId, versionNumber }: Pick<StoredItem, 'modelId' | 'versionNumber'>,
): Promise<boolean> {
  const found = await getServedVersion(ctx, {
    model: modelId,
    number: versionNumber,
    permission: 'model.view',
  }).catch(nothingIfGone);
  return found?.served.reading.task === 'regression';
}
