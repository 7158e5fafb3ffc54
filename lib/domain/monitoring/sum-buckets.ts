import { emptyRollup, mergeRollup, type Rollup, type StoredRollup } from '../predictions';
import { bucketOf } from './time-buckets';

/** Rollups added up, all of them and per bucket, the oldest bucket first. */
export function sumBuckets(
  found: readonly StoredRollup[],
  bucketMs: number,
): { total: Rollup; buckets: [atMs: number, rollup: Rollup][] } {
  const total = emptyRollup();
  const buckets = new Map<number, Rollup>();
  for (const { atMs, rollup } of found) {
    // An hour that holds only counts of columns is no part of the course.
    if (rollup.calls === 0 && Object.keys(rollup.errors).length === 0) continue;
    mergeRollup(total, rollup);
    const at = bucketOf(atMs, bucketMs);
    const bucket = buckets.get(at) ?? emptyRollup();
    mergeRollup(bucket, rollup);
    buckets.set(at, bucket);
  }
  return { total, buckets: [...buckets].sort(([a], [b]) => a - b) };
}
