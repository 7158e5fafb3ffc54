import { LEARNING_DAYS } from './schema';
import type { PerformanceDay } from './store';

const DAY_MS = 86_400_000;

export interface LearningDays {
  /** From the first day to the end of the last, as the rows name them. */
  fromMs: number;
  toMs: number;
  days: number;
  labelledRows: number;
  /** Days of the log in which rows of these days lie. */
  logDays: number[];
}

/** The days of a version with complete or random labels of numbers. */
export const labelledNumbers = (all: readonly PerformanceDay[], versionNumber: number): PerformanceDay[] =>
  all.filter(
    (day) =>
      day.versionNumber === versionNumber &&
      day.route !== 'shadow' &&
      day.source !== 'chosen' &&
      day.measures.numbers !== null &&
      day.measures.n > 0,
  );

/** The first labelled days of a version, from which is learnt; fewer than 42 where there are no more. */
export function learningDaysOf(labelled: readonly PerformanceDay[]): LearningDays {
  const own = [...new Set(labelled.map(({ ownDayMs }) => ownDayMs))].sort((a, b) => a - b).slice(0, LEARNING_DAYS);
  const [fromMs, toMs] = [own[0] ?? 0, own.length === 0 ? 0 : (own.at(-1) ?? 0) + DAY_MS];
  const found = labelled.filter(({ ownDayMs }) => ownDayMs >= fromMs && ownDayMs < toMs);
  return {
    fromMs,
    toMs,
    days: own.length,
    labelledRows: found.reduce((sum, { measures }) => sum + measures.n, 0),
    logDays: [...new Set(found.map(({ dayMs }) => dayMs))].sort((a, b) => a - b),
  };
}
