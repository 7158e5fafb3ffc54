import 'server-only';
import type { Ctx } from '@/lib/platform/context';
import { uuid7 } from '@/lib/platform/uuid7';
import { FeedbackEvent } from './schema';

export interface NotedEvent {
  projectId: string;
  modelId: string | null;
  event: FeedbackEvent;
}

/** Notes what happened, in the transaction in which it did; a worker tells the project's webhooks. */
export async function noteEvent(
  tx: Ctx,
  { projectId, modelId, event }: { projectId: string; modelId: string | null; event: Omit<FeedbackEvent, 'at'> },
): Promise<void> {
  const now = tx.now();
  const content = { ...event, at: now.toISOString() };
  await tx.db.feedbackEvent.create({ data: { id: uuid7(now.getTime()), projectId, modelId, content } });
}

/** Takes what happened first, for good once the transaction ends; no two workers get the same. System scope. */
export async function takeEvents(tx: Ctx, limit: number): Promise<NotedEvent[]> {
  const found = await tx.db.$queryRaw<{ id: string; projectId: string; modelId: string | null; content: unknown }[]>`
    select id, project_id as "projectId", model_id as "modelId", content from feedback_events
    order by id limit ${limit} for update skip locked`;
  await tx.db.feedbackEvent.deleteMany({ where: { id: { in: found.map(({ id }) => id) } } });
  return found.map(({ projectId, modelId, content }) => ({ projectId, modelId, event: FeedbackEvent.parse(content) }));
}
