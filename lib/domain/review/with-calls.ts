import type { Ctx } from '@/lib/platform/context';
import { type LoggedAnswer, listAnswers } from '../predictions';

const ITEMS_A_READ = 200;

/** Each item with the call that it is a row of, undefined where the log has it no more; calls are read a few at a time. */
export async function* withCalls<Item extends { predictionId: string }>(
  ctx: Ctx,
  projectId: string,
  items: readonly Item[],
): AsyncGenerator<{ item: Item; call: LoggedAnswer | undefined }> {
  for (let from = 0; from < items.length; from += ITEMS_A_READ) {
    const part = items.slice(from, from + ITEMS_A_READ);
    const ids = [...new Set(part.map(({ predictionId }) => predictionId))];
    const calls = new Map((await listAnswers(ctx, projectId, ids)).map((call) => [call.id, call]));
    for (const item of part) yield { item, call: calls.get(item.predictionId) };
  }
}
