import type { Ctx } from '@/lib/platform/context';
import { hashText } from '@/lib/pure/stats/hash-text';
import { type LoggedAnswer, listAnswers } from '../predictions';

/** Where calls have many rows, up to so many times the rows that are kept are read, so that they come from many calls. */
const MOST_READ = 10;
const ROWS_A_READ = 2000;
const MOST_CALLS_A_READ = 500;

/** Which part of the calls is read, and which part of their rows is kept, to have `share` of all rows. */
export function sharesOf(share: number, rowsPerCall: number): { calls: number; rows: number } {
  const calls = Math.min(1, share * Math.min(MOST_READ, Math.max(1, rowsPerCall)));
  return { calls, rows: Math.min(1, share / calls) };
}

/**
 * Whether a row is among the `share` of rows that are kept: a hash of its id decides, so that it is the same whenever it is asked.
 * Example: a share of 1 keeps every row, of 0 none.
 */
export function isKept(predictionId: string, row: number, share: number): boolean {
  if (share >= 1) return true;
  return hashText(`${predictionId}.${row}`) / 2 ** 32 < share;
}

/** What callers were answered, in portions of about 2,000 rows. */
export async function* readAnswers(
  ctx: Ctx,
  of: { projectId: string; ids: readonly string[]; rowsPerCall: number },
): AsyncGenerator<LoggedAnswer[]> {
  const calls = Math.max(1, Math.min(MOST_CALLS_A_READ, Math.floor(ROWS_A_READ / Math.max(1, of.rowsPerCall))));
  for (let at = 0; at < of.ids.length; at += calls) {
    const answers = await listAnswers(ctx, of.projectId, of.ids.slice(at, at + calls));
    yield answers.filter(({ shadowOf }) => shadowOf === null);
  }
}
