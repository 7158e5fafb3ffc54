import { errorsOf } from '../monitoring';
import { emptyRollup, mergeRollup, type Rollup, type StoredRollup } from '../predictions';

/** What some rollups counted together: `calls` with those that failed. */
export function sumCalls(rollups: readonly StoredRollup[]): { calls: number; failed: number; total: Rollup } {
  const total = emptyRollup();
  for (const { rollup } of rollups) mergeRollup(total, rollup);
  const failed = errorsOf(total);
  return { calls: total.calls + failed, failed, total };
}
