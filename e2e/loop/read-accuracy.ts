import type { Caller } from './caller';
import { until } from './until';

interface Performance {
  labels: { isPending: boolean };
  course: { bucket: string; points: { at: string; n: number; values: { accuracy?: number | null } }[] };
}

const DAY_MS = 86_400_000;
/** Labelled days are counted by a worker, which rests between two countings. */
const COUNTED_SECONDS = 150;

/**
 * How right a version was by the labels in the last so many days of the flights' own time and in as many before them, as Performance has it by
 * day or by week: the days of the log would all be today.
 */
export async function readAccuracy(
  scientist: Caller,
  model: string,
  of: { version: number; days: number },
): Promise<Record<'before' | 'last', { accuracy: number; n: number; from: string; to: string }>> {
  const address = `/api/models/${model}/performance?version=${of.version}`;
  const { course } = await until('the count of the labels', COUNTED_SECONDS, async () => {
    const found = await scientist.ask<Performance>('GET', address);
    return !found.labels.isPending && found.course.points.length > 0 ? found : null;
  });
  const lastMs = Math.max(...course.points.map(({ at }) => Date.parse(at)));
  const fromMs = lastMs - of.days * DAY_MS;
  const sumOf = (fits: (atMs: number) => boolean) => {
    const points = course.points.filter(({ at }) => fits(Date.parse(at)));
    const n = points.reduce((sum, point) => sum + point.n, 0);
    const right = points.reduce((sum, point) => sum + point.n * (point.values.accuracy ?? 0), 0);
    return { accuracy: right / n, n, from: points[0]?.at.slice(0, 10) ?? '', to: points.at(-1)?.at.slice(0, 10) ?? '' };
  };
  return {
    before: sumOf((atMs) => atMs <= fromMs && atMs > fromMs - of.days * DAY_MS),
    last: sumOf((atMs) => atMs > fromMs),
  };
}
