import { type Ctx, inTransaction } from '@/lib/platform/context';
import { uuid7Floor, uuidAfter } from '@/lib/platform/uuid7';
import { adoptFeedback, listComplaints, listNoLongerWrong } from '../feedback';
import { listAnswersAfter } from '../predictions';
import { entityDestination } from './entity-destination';
import { type Pick, pickRows, versionReader } from './pick-rows';
import { MAX_WAITING } from './schema';
import { settleLateFeedback } from './settle-late-feedback';
import {
  type ClaimedQueue,
  claimQueue,
  countWaiting,
  dropComplaints,
  insertItems,
  type NewItem,
  settleQueue,
} from './store-queues';
import { withCalls } from './with-calls';

/** Answered calls may still be on their way into the log for so long. */
const LAG_MS = 60_000;
const AGAIN_MS = 5_000;
const CALLS_A_READ = 500;
/** Serious complaints come first; minor ones still before what nobody complained about. */
const COMPLAINT_PRIORITY = { minor: 3.8, normal: 4, serious: 4.5 } as const;

/**
 * Brings new rows into the queue that is due: complaints, and what its rules pick among the calls that were logged since it was read. Rows
 * whose complaints were withdrawn leave it. Returns
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
  // An item that somebody holds stays until they let it go.
  const withdrawnSince = new Date(queue.complaintsTo.getTime() - 3 * LAG_MS - queue.lockMinutes * 60_000);
  await inTransaction(ctx, async (tx) => {
    const dueAt = read.isMore ? now : new Date(now.getTime() + AGAIN_MS);
    if (!(await settleQueue(tx, queue, { readTo: read.readTo, complaintsTo: now, dueAt }))) return;
    await dropComplaints(
      tx,
      queue.id,
      await listNoLongerWrong(tx, { projectId: queue.projectId, from: withdrawnSince }),
    );
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
    entityHash: entityDestination(modelId, { entity, rowId: `${answer.id}.${row}` }).entityHash,
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
    const { row, severity } = item;
    if (!answer || row >= answer.rows) continue;
    const why = { reasons: ['complaint'] as const, inclusionProbability: null, stratum: null };
    items.push(toItem(modelId, { answer, row, priority: COMPLAINT_PRIORITY[severity], ...why }));
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
  return { picks, readTo: isMore && last ? uuidAfter(last.id) : before, isMore };
}
