import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { MAX_THREAD, THREAD_KINDS, type Thread, type ThreadEntry } from './schema';

export interface ThreadPlace {
  projectId: string;
  predictionId: string;
  row: number;
}

/** All that was said about a row, oldest first. */
export async function readThread(ctx: Ctx, { projectId, predictionId, row }: ThreadPlace): Promise<Thread> {
  const rows = await ctx.db.threadEntry.findMany({
    where: { projectId, predictionId, row },
    orderBy: { id: 'asc' },
    take: MAX_THREAD,
  });
  const entries = rows.map((entry) => ({
    id: entry.id,
    kind: THREAD_KINDS.find((kind) => kind === entry.kind) ?? 'comment',
    text: entry.text,
    author: entry.authorName,
    at: entry.createdAt.toISOString(),
  }));
  return { entries, isResolved: entries.findLast(({ kind }) => kind !== 'comment')?.kind === 'resolved' };
}

/** The thread, to which nobody else adds until the transaction ends. */
export async function lockThread(tx: Ctx, place: ThreadPlace): Promise<Thread> {
  const { projectId, predictionId, row } = place;
  await tx.db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`thread/${predictionId}.${row}`}, 0))`;
  return readThread(tx, { projectId, predictionId, row });
}

export async function insertEntry(
  tx: Ctx,
  entry: ThreadPlace & { modelId: string; authorId: string; authorName: string } & Pick<ThreadEntry, 'kind' | 'text'>,
): Promise<void> {
  const now = tx.now();
  await tx.db.threadEntry.create({ data: { id: uuid7(now.getTime()), ...entry, createdAt: now } });
}

/** People who took part: who wrote in the thread of a row, and whose feedback on it stands. */
export async function listParticipants(ctx: Ctx, { projectId, predictionId, row }: ThreadPlace): Promise<string[]> {
  const found = await ctx.db.$queryRaw<{ id: string }[]>`
    select p.id from people p where p.id::text in (
      select author_id from thread_entries
      where project_id = ${projectId}::uuid and prediction_id = ${predictionId}::uuid and "row" = ${row}
      union
      select giver_id from feedback
      where project_id = ${projectId}::uuid and prediction_id = ${predictionId}::uuid and "row" = ${row})`;
  return found.map(({ id }) => id);
}
