import type { Ctx } from '@/lib/platform/context';
import { notFound } from '@/lib/platform/errors';
import { everyDay, queueWindow } from './queue-window';
import { requireQueue } from './require';
import type { ReviewerBurnDown } from './schema';
import { listDeciders, namePersons } from './store-assignment';
import { burnDownOf } from './store-burn-down';

/** What one person was given of a queue, has decided and has left, by UTC day. 404 for who neither reviews in the project nor did in the queue. */
export async function getBurnDown(
  ctx: Ctx,
  input: { id: string; reviewer: string; days: number },
): Promise<ReviewerBurnDown> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const { from, to } = queueWindow(queue, input.days, ctx.now());
  const of = { queueId: queue.id, projectId: queue.projectId, personId: input.reviewer };
  const [deciders, { days, before }] = await Promise.all([
    listDeciders(ctx, queue.projectId),
    burnDownOf(ctx, { ...of, since: from }),
  ]);
  const wasHere = before > 0 || days.length > 0;
  const name =
    deciders.find(({ id }) => id === input.reviewer)?.name ??
    (wasHere ? (await namePersons(ctx, [input.reviewer])).get(input.reviewer) : undefined);
  if (name === undefined) throw notFound('reviewer', input.reviewer);
  let open = before;
  const course = everyDay({ from, to }, days).map(({ day, found }) => {
    const { given = 0, decided = 0, left = 0, others = 0 } = found ?? {};
    open += given - decided - left;
    return { day, given, decided, left, others, open };
  });
  return {
    reviewer: { id: input.reviewer, name },
    days: input.days,
    from: from.toISOString(),
    to: to.toISOString(),
    before,
    course,
  };
}
