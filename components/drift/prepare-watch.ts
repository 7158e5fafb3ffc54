import type { DriftWatch, MovedColumn, WatchedDay } from '@/lib/domain/drift/schema';

/** Below this p a chart draws no further. */
const SMALLEST = 1e-6;

/** How unusual a day is, as a power of ten: 2 for one that chance gives once in a hundred. */
export const rarityOf = (p: number): number => -Math.log10(Math.max(SMALLEST, p));

/** "Once in so many": the number behind a rarity. Example: 1.778 is 60. */
export const onceIn = (rarity: number): number => Math.round(10 ** rarity);

export interface DriftEpisode {
  from: string;
  to: string;
  days: number;
  rows: number;
  /** The day of the smallest p. */
  worst: WatchedDay;
  isOpen: boolean;
}

/** Days of alarm that follow each other, the newest first. */
export function episodesOf(days: readonly WatchedDay[]): DriftEpisode[] {
  const episodes: DriftEpisode[] = [];
  let running: DriftEpisode | null = null;
  for (const [at, day] of days.entries()) {
    if (!day.isAlarm) {
      running = null;
      continue;
    }
    if (running) {
      running.to = day.day;
      running.days += 1;
      running.rows += day.rows;
      if ((day.p ?? 1) < (running.worst.p ?? 1)) running.worst = day;
    } else {
      running = { from: day.day, to: day.day, days: 1, rows: day.rows, worst: day, isOpen: false };
      episodes.push(running);
    }
    running.isOpen = at === days.length - 1;
  }
  return episodes.reverse();
}

/** Kinds whose scores are shares of rows. */
export const isShare = ({ kind }: Pick<MovedColumn, 'kind'>): boolean =>
  !['level', 'spread', 'skew', 'reconstruction', 'classifier'].includes(kind);

/** What is measured of all columns together moved. */
export const isTogether = ({ kind }: Pick<MovedColumn, 'kind'>): boolean =>
  kind === 'reconstruction' || kind === 'classifier';

export const watchedDays = ({ days }: DriftWatch): WatchedDay[] => days.filter(({ p }) => p !== null);
