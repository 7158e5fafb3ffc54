import type { BlockTogether, TogetherKind } from '@/lib/pure/drift/watch';
import type { DriftSettings } from './schema';
import type { TogetherDay } from './store-together';

/** Days without a measure count as if nothing had been there; more of them would cost false alarms. */
const MEASURED = 0.9;

/** What a day says of all columns together. */
export const togetherOf = (day: TogetherDay | undefined): BlockTogether => ({
  ...(day && day.errorScore !== null ? { reconstruction: { rows: day.measuredRows, value: day.errorScore } } : {}),
  ...(day && day.auc !== null ? { classifier: { rows: day.measuredRows, value: day.auc } } : {}),
});

/**
 * What can be watched: nine in ten of the days that are learnt from are measured, all of those that are there where each day is held against
 * the ones before it. Nothing while days are learnt from.
 */
export function kindsWatched(
  { learnt, watched }: { learnt: readonly { dayMs: number }[]; watched: readonly { dayMs: number }[] },
  { learningDays, against }: DriftSettings,
  measured: ReadonlyMap<number, TogetherDay>,
): TogetherKind[] {
  if (learnt.length < learningDays) return [];
  const days = against === 'before' ? [...learnt, ...watched] : learnt;
  const known = days.map(({ dayMs }) => togetherOf(measured.get(dayMs)));
  const kinds: readonly TogetherKind[] = ['reconstruction', 'classifier'];
  return kinds.filter((kind) => known.filter((day) => day[kind]).length >= MEASURED * days.length);
}
