import type { Ctx } from '@/lib/platform/context';
import { quantilesOfSketch } from '@/lib/pure/stats/dd-sketch';
import { sumOf, wholeDaysOf } from './course';
import { classValues } from './describe-classes';
import { numberValues } from './describe-numbers';
import type { ClassMetric, NumberMetric } from './schema';
import { listPerformanceDays } from './store';

const HOUR_MS = 3_600_000;

/**
 * How right a version was for callers in the UTC days that a window touches, by complete and random labels, without intervals: for
 * those who have found the model and asked for the permission already.
 */
export async function readPerformance(
  ctx: Ctx,
  of: { projectId: string; modelId: string; version: number; fromMs: number; toMs: number },
): Promise<{
  n: number;
  values: Partial<Record<ClassMetric | NumberMetric, number | null>>;
  /** So many hours after their call, nine of ten of the labels had come. */
  delayHoursP90: number | null;
}> {
  const [fromMs, toMs] = wholeDaysOf(of.fromMs, of.toMs);
  const days = await listPerformanceDays(ctx, { ...of, fromMs, toMs });
  const sum = sumOf(
    days.filter(
      ({ versionNumber, route, source }) => versionNumber === of.version && route !== 'shadow' && source !== 'chosen',
    ),
  );
  const [delayMs = null] = quantilesOfSketch(sum.delayMs, [0.9]);
  return {
    n: sum.n,
    values: sum.numbers ? numberValues(sum) : classValues(sum, []),
    delayHoursP90: delayMs === null ? null : delayMs / HOUR_MS,
  };
}
