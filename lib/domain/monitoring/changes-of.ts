import type { StoredRollup } from '../predictions';
import { bucketOf } from './time-buckets';

/** From which bucket on another version answered as champion than in the bucket with such calls before. The first bucket is no change. */
export function changesOf(found: readonly StoredRollup[], bucketMs: number): { at: string; version: number }[] {
  const calls = new Map<number, Map<number, number>>();
  for (const { atMs, route, versionNumber, rollup } of found) {
    if (route !== 'champion' || rollup.calls === 0) continue;
    const at = bucketOf(atMs, bucketMs);
    const byVersion = calls.get(at) ?? new Map<number, number>();
    byVersion.set(versionNumber, (byVersion.get(versionNumber) ?? 0) + rollup.calls);
    calls.set(at, byVersion);
  }
  const changes: { at: string; version: number }[] = [];
  let before: number | null = null;
  for (const [at, byVersion] of [...calls].sort(([a], [b]) => a - b)) {
    // In the bucket of a change both have answered: the newcomer is the one that did not answer before.
    const [most] = [...byVersion].sort((a, b) => Number(a[0] === before) - Number(b[0] === before) || b[1] - a[1]);
    if (!most) continue;
    const isStill = before !== null && byVersion.has(before) && byVersion.size === 1;
    if (before !== null && !isStill) changes.push({ at: new Date(at).toISOString(), version: most[0] });
    before = most[0];
  }
  return changes;
}
