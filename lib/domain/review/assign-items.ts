import { audit } from '@/lib/platform/audit';
import { type Ctx, inTransaction } from '@/lib/platform/context';
import { invalidInput } from '@/lib/platform/errors';
import { requireQueue } from './require';
import type { Assigned, Assignment, QueueReviewers } from './schema';
import { splitEvenly } from './split-evenly';
import { countAssigned, listDeciders, listSplittable, updateAssigned } from './store-assignment';

const TRANSACTION_MS = 60_000;

/** Who may review in a queue, and what of it each was given. */
export async function listReviewers(ctx: Ctx, input: { id: string }): Promise<QueueReviewers> {
  const queue = await requireQueue(ctx, input.id, 'review.view');
  const [deciders, { people, unassigned }] = await Promise.all([
    listDeciders(ctx, queue.projectId),
    countAssigned(ctx, queue.id),
  ]);
  return {
    unassigned,
    reviewers: deciders.map((person) => ({ ...person, assigned: people.get(person.id) ?? { open: 0, done: 0 } })),
  };
}

/**
 * Gives items that wait to people, evenly: each item to as many as it still needs, never to who has reviewed it. Nobody named takes the items
 * back from all. What somebody holds stays theirs until they let it go; the caller lets go of what is given to others.
 */
export async function assignItems(ctx: Ctx, input: Assignment & { id: string }): Promise<Assigned> {
  const queue = await requireQueue(ctx, input.id, 'review.manage');
  const deciders = await listDeciders(ctx, queue.projectId);
  const unknown = input.people.find((person) => !deciders.some(({ id }) => id === person));
  if (unknown !== undefined)
    throw invalidInput('people', `${unknown} is nobody who reviews in this project; name people of its list`, {
      reason: 'unknown_reviewer',
    });
  return inTransaction(
    ctx,
    async (tx) => {
      // Items that are named are named to be given anew.
      const which = input.items === undefined ? input.which : 'all';
      const items = await listSplittable(tx, { queueId: queue.id, items: input.items ?? null, which });
      const { people } = await countAssigned(tx, queue.id);
      const isAnew = which === 'all' && input.items === undefined;
      const loads = new Map([...people].map(([id, { open }]) => [id, isAnew ? 0 : open]));
      const split = splitEvenly(items, input.people, loads);
      const given = [...split.values()].flat();
      const reply = {
        items: items.length,
        people: input.people.map((id) => ({
          id,
          name: deciders.find((person) => person.id === id)?.name ?? '',
          items: given.filter((one) => one === id).length,
        })),
      };
      await audit(tx, {
        action: 'review.assign',
        object: `review-queue:${queue.id}`,
        projectId: queue.projectId,
        after: reply,
      });
      // Last: who takes an item meanwhile passes over the rows that are being changed.
      await updateAssigned(tx, queue, split, 'id' in tx.actor ? tx.actor.id : '');
      return reply;
    },
    { timeoutMs: TRANSACTION_MS },
  );
}
