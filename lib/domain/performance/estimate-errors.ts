import type { Ctx } from '@/lib/platform/context';
import { bucketOfDays } from './course';
import { type ErrorDay, errorCourse } from './error-course';
import { labelledNumbers, learningDaysOf } from './learning-days';
import { emptyMeasures, mergeMeasures } from './measures';
import { type EstimatedPerformance, LEARNING_DAYS } from './schema';
import type { PerformanceDay } from './store';
import { findLearntErrors, listEstimatedErrorDays, type VersionKey } from './store-errors';

const DAY_MS = 86_400_000;

/**
 * How far off a regression's answers are likely to be, by their inputs: from sums per day that a worker counted. Each day stands by what
 * rows name as theirs.
 */
export async function estimateErrors(
  ctx: Ctx,
  of: { version: VersionKey; labelled: readonly PerformanceDay[]; fromMs: number; toMs: number; unit: string },
): Promise<EstimatedPerformance> {
  const { version, fromMs, toMs } = of;
  const [learnt, expected] = await Promise.all([
    findLearntErrors(ctx, version),
    listEstimatedErrorDays(ctx, { ...version, fromMs, toMs }),
  ]);
  const labelled = labelledNumbers(of.labelled, version.versionNumber);
  const learning = learnt ?? learningDaysOf(labelled);
  const days = new Map<number, ErrorDay>();
  for (const { ownDayMs, rows, looked, absolute, squares } of expected) {
    const day = days.get(ownDayMs) ?? {
      dayMs: ownDayMs,
      rows: 0,
      expected: null,
      forward: learnt?.forward.find(({ dayMs }) => dayMs === ownDayMs) ?? null,
      measures: emptyMeasures(),
    };
    days.set(ownDayMs, day);
    day.rows += rows;
    if (looked === 0) continue;
    // Of days of the log that were looked at in part, what was seen stands for all rows.
    const scale = rows / looked;
    const before = day.expected ?? { weight: 0, absolute: 0, squares: 0 };
    day.expected = {
      weight: before.weight + rows,
      absolute: before.absolute + scale * absolute,
      squares: before.squares + scale * squares,
    };
  }
  for (const { ownDayMs, measures } of labelled) {
    const day = days.get(ownDayMs);
    if (day) mergeMeasures(day.measures, measures);
  }
  const known = [...days.values()].filter(({ rows }) => rows > 0).sort((a, b) => a.dayMs - b.dayMs);
  const isCounted = learnt !== null && known.length > 0 && learnt.forward.every(({ dayMs }) => days.has(dayMs));
  const bucket = bucketOfDays(((known.at(-1)?.dayMs ?? 0) - learning.fromMs) / DAY_MS + 1);
  return {
    version: version.versionNumber,
    missing: learning.days < LEARNING_DAYS ? 'labels' : isCounted ? null : 'learning',
    unit: of.unit,
    basisOfDays: expected.some(({ dayMs, ownDayMs }) => dayMs !== ownDayMs) ? 'own-time' : 'received',
    bucket,
    learning: {
      days: learning.days,
      wanted: LEARNING_DAYS,
      from: learning.days > 0 ? dateOf(learning.fromMs) : null,
      to: learning.days > 0 ? dateOf(learning.toMs - DAY_MS) : null,
      labelledRows: learning.labelledRows,
    },
    measures: learnt && isCounted ? errorCourse(known, { bucket, learningMs: [learnt.fromMs, learnt.toMs] }) : [],
  };
}

export const dateOf = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10);
