import type { Ctx } from '@/lib/platform/context';
import { listRollups } from '../predictions';
import { measure } from './measure';
import type { TrafficComparison } from './schema';
import { sumBuckets } from './sum-buckets';

/** What a window is held against: as long a window right before it, in whole buckets, or the same window of one version. */
export async function compareTraffic(
  ctx: Ctx,
  of: {
    projectId: string;
    modelId: string;
    versions: readonly number[] | undefined;
    fromMs: number;
    toMs: number;
    bucketMs: number;
    with: 'before' | number;
  },
): Promise<TrafficComparison> {
  const { bucketMs, with: other, ...range } = of;
  const shiftMs = other === 'before' ? Math.ceil((of.toMs - of.fromMs) / bucketMs) * bucketMs : 0;
  const [fromMs, toMs] = [of.fromMs - shiftMs, of.toMs - shiftMs];
  const versions = other === 'before' ? range.versions : [other];
  const found = await listRollups(ctx, { ...range, versions, fromMs, toMs }, ['errors', 'latency']);
  const { total, buckets } = sumBuckets(found, bucketMs);
  return {
    with: other === 'before' ? 'before' : 'version',
    version: other === 'before' ? null : other,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    totals: measure(total),
    buckets: buckets.map(([at, rollup]) => ({ at: new Date(at + shiftMs).toISOString(), ...measure(rollup) })),
  };
}
