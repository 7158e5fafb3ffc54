import { type Ctx, inTransaction } from '@/lib/platform/context';
import { markDays } from '../feedback';
import { noteReferences } from './store-column-quality';

/**
 * Has the labelled days of versions with a new reference counted anew, once, because what labels say is told apart by its bins. Datasets are a
 * room to the left, which cannot ask for it. Returns false: there is never more at once.
 */
export async function markNewReferences(ctx: Ctx): Promise<boolean> {
  await inTransaction(ctx, async (tx) => {
    const days = new Map<string, number[]>();
    for (const { projectId, day } of await noteReferences(tx))
      days.set(projectId, [...(days.get(projectId) ?? []), day.getTime()]);
    // In one order everywhere, so that two workers wait for each other.
    for (const [projectId, found] of [...days].sort(([a], [b]) => a.localeCompare(b)))
      await markDays(tx, projectId, found);
  });
  return false;
}
