import type { Ctx } from '@/lib/platform/context';
import { listUnsettled, settleFeedback } from '../feedback';
import { Outcome } from './schema';
import { findSettledItem } from './store-items';

/** Gives complaints about rows that were settled already the outcome that those have. */
export async function settleLateFeedback(
  tx: Ctx,
  projectId: string,
  rows: readonly { predictionId: string; row: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = [...new Set(rows.map(({ predictionId }) => predictionId))];
  for (const at of await listUnsettled(tx, projectId, ids)) {
    const item = await findSettledItem(tx, at);
    if (item?.outcome) await settleFeedback(tx, at, { outcome: Outcome.parse(item.outcome), value: item.value });
  }
}
