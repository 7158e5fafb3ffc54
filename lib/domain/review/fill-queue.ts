import { type Ctx, inTransaction } from '@/lib/platform/context';
import { uuid7Floor } from '@/lib/platform/uuid7';
import { adoptFeedback, listComplaints } from '../feedback';
import { listAnswersAfter } from '../predictions';
import { entityDestination } from './entity-destination';
import { type Pick, pickRows, versionReader } from './pick-rows';
import { MAX_WAITING } from './schema';
import { settleLateFeedback } from './settle-late-feedback';
import { type ClaimedQueue, claimQueue, countWaiting, insertItems, type NewItem, settleQueue } from './store-queues';
import { withCalls } from './with-calls';

/** Answered calls may still be on their way into the log for so long. */
const LAG_MS = 60_000;
const AGAIN_MS = 5_000;
const CALLS_A_READ = 500;
const COMPLAINT_PRIORITY = 4;

/**
 * Brings new rows into the queue that is due: complaints, and what its rules pick among the calls that were logged since it was read. Returns
 * false when none was due. How far it was read and what came in are written together, so that a worker that dies leaves nothing out. System scope.
 */
export async function fillNextQueue(ctx: Ctx): Promise<boolean> {
  const queue = await claimQueue(ctx);
  if (!queue) return false;
  const now = ctx.now();
  const complained = queue.rules.complaints ? await findComplaints(ctx, queue, now) : [];
  const before = uuid7Floor(now.getTime() - LAG_MS);
  const isFull = (await countWaiting(ctx, queue.id, MAX_WAITING)) >= MAX_WAITING;
  const read =
    isFull || !readsLog(queue) ? { picks: [], readTo: before, isMore: false } : await readLog(ctx, queue, before);
  await inTransaction(ctx, async (tx) => {
    const dueAt = read.isMore ? now : new Date(now.getTime() + AGAIN_MS);
    if (!(await settleQueue(tx, queue, { readTo: read.readTo, complaintsTo: now, dueAt }))) return;
    await insertItems(tx, queue, [...complained, ...read.picks.map((pick) => toItem(queue.modelId, pick))]);
    await settleLateFeedback(tx, queue.projectId, complained);
  });
  return true;
}

const readsLog = ({ rules }: ClaimedQueue): boolean =>
  rules.confidenceBelow !== null || rules.disagreement || rules.outside || rules.random !== null;

export function toItem(modelId: string, { answer, row, ...pick }: Pick): NewItem {
  const entity = answer.contexts?.[row]?.entity ?? null;
  return {
    ...pick,
    versionNumber: answer.versionNumber,
    predictionId: answer.id,
    row,
    entity,
    ...entityDestination(modelId, { entity, rowId: `${answer.id}.${row}` }),
  };
}

async function findComplaints(ctx: Ctx, queue: ClaimedQueue, now: Date): Promise<NewItem[]> {
  const { projectId, modelId } = queue;
  await adoptFeedback(ctx, { projectId, from: new Date(now.getTime() - 86_400_000) });
  // Feedback that found its model only now was given a little earlier.
  const from = new Date(queue.complaintsTo.getTime() - 3 * LAG_MS);
  const found = await listComplaints(ctx, { projectId, modelId, from, before: now });
  const items: NewItem[] = [];
  for await (const { item, call: answer } of withCalls(ctx, projectId, found)) {
    const { row } = item;
    if (!answer || row >= answer.rows) continue;
    const why = { reasons: ['complaint'] as const, inclusionProbability: null, priority: COMPLAINT_PRIORITY };
    items.push(toItem(modelId, { answer, row, ...why }));
  }
  return items;
}

async function readLog(
  ctx: Ctx,
  queue: ClaimedQueue,
  before: string,
): Promise<{ picks: Pick[]; readTo: string; isMore: boolean }> {
  const { projectId, modelId } = queue;
  const answers = await listAnswersAfter(ctx, { projectId, modelId, from: queue.readTo, before, limit: CALLS_A_READ });
  const versionOf = versionReader(ctx, { projectId, modelId });
  const picks: Pick[] = [];
  const shadows = new Map(answers.flatMap((answer) => (answer.shadowOf ? [[answer.shadowOf, answer]] : [])));
  for (const answer of answers) {
    if (answer.shadowOf !== null || !answer.isTraffic) continue;
    const version = await versionOf(answer.versionNumber);
    if (version) picks.push(...pickRows(queue.rules, { answer, shadow: shadows.get(answer.id) ?? null, version }));
  }
  const isMore = answers.filter(({ shadowOf }) => shadowOf === null).length === CALLS_A_READ;
  const last = answers.findLast(({ shadowOf }) => shadowOf === null);
  return { picks, readTo: isMore && last ? nextId(last.id) : before, isMore };
}

/** The id after one, so that a read goes on behind it. */
function nextId(id: string): string {
  const digits = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
