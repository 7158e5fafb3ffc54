import type { DayTogether, DriftTogether, TogetherMeasured } from '@/lib/domain/drift/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';

export const TOGETHER_MEASURES = ['reconstruction', 'classifier'] as const;
export type TogetherName = (typeof TOGETHER_MEASURES)[number];

/** Days that have an answer of one measure. */
export const answeredDays = ({ days }: Pick<DriftTogether, 'days'>, name: TogetherName): DayTogether[] =>
  days.filter((day) => day[name].value !== null);

/** The points of one measure, with the band of the days that each is held against. */
export const togetherPoints = (days: readonly DayTogether[], name: TogetherName) =>
  days.map((day) => ({
    t: noonOf(day.day),
    value: day[name].value,
    n: day.measuredRows,
    ...(day[name].band ?? {}),
  }));

export interface OutsideDay {
  day: DayTogether;
  name: TogetherName;
  measured: TogetherMeasured;
}

/** Days outside a band, measure by measure, the newest first. */
export const outsideDays = ({ days }: Pick<DriftTogether, 'days'>): OutsideDay[] =>
  days
    .flatMap((day) =>
      TOGETHER_MEASURES.flatMap((name) => (day[name].isOutside ? [{ day, name, measured: day[name] }] : [])),
    )
    .reverse();

/** Days that were looked at and have no rows in the log any more. */
export const goneDays = ({ days }: Pick<DriftTogether, 'days'>): number =>
  days.filter(({ measuredRows }) => measuredRows === 0).length;

export const blamedNames = ({ blamed }: TogetherMeasured): string =>
  blamed.map(({ name, title }) => title || name).join(', ');

/** Which of the two the watch takes as columns. */
export function watchedMeasures({ watched }: Pick<DriftTogether, 'watched'>): 'both' | TogetherName | 'none' {
  const kinds = TOGETHER_MEASURES.filter((name) => watched[name]);
  return kinds.length === 2 ? 'both' : (kinds[0] ?? 'none');
}
