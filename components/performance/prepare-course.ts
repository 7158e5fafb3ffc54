import type { Performance } from '@/lib/domain/performance/schema';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const bucketMsOf = (course: Performance['course']): number => (course.bucket === 'day' ? DAY_MS : 7 * DAY_MS);

/**
 * One point per day or week from the first with labels to the end of the last day; null where there are none. A point stands at noon
 * (UTC), so that every time zone writes the day it belongs to.
 */
export function coursePoints({ course }: Pick<Performance, 'course'>, measure: string) {
  const bucketMs = bucketMsOf(course);
  const known = new Map(course.points.map((point) => [Date.parse(point.at), point]));
  const [first] = known.keys();
  if (first === undefined) return [];
  const points: { t: number; at: string; value: number | null; n: number }[] = [];
  for (let at = first; at < Date.parse(course.to); at += bucketMs) {
    const point = known.get(at);
    points.push({
      t: at + 12 * HOUR_MS,
      at: new Date(at).toISOString(),
      value: point?.values[measure] ?? null,
      n: point?.n ?? 0,
    });
  }
  return points;
}
