import type { DriftSettings, DriftWatch } from './schema';

const DAY_MS = 86_400_000;
/** Days that a page shows and that are tested anew for it. */
const MOST_WATCHED = 120;

interface Day {
  dayMs: number;
  rows: number;
}

/** Days that are over: by the clock, or, in the rows' own time, because rows of a later day have come. */
export function completeDays<D extends Day>(days: readonly D[], basis: DriftWatch['basis'], nowMs: number): D[] {
  const withRows = days.filter(({ rows }) => rows > 0);
  if (basis === 'own-time') return withRows.slice(0, -1);
  return withRows.filter(({ dayMs }) => dayMs + DAY_MS <= nowMs);
}

/** The days that are learnt from first, and those that are watched. */
export function splitDays<D extends Day>(days: readonly D[], settings: DriftSettings): { learnt: D[]; watched: D[] } {
  const fromMs = settings.learnFrom ? Date.parse(settings.learnFrom) : 0;
  const own = days.filter(({ dayMs }) => dayMs >= fromMs);
  const scope = settings.against === 'before' ? own.slice(-MOST_WATCHED - settings.learningDays) : own;
  return {
    learnt: scope.slice(0, settings.learningDays),
    watched: scope.slice(settings.learningDays).slice(-MOST_WATCHED),
  };
}

/** The days that the watched day at a place is held against. */
export function heldAgainst<D extends Day>(
  { learnt, watched }: { learnt: readonly D[]; watched: readonly D[] },
  at: number,
  against: DriftSettings['against'],
): D[] {
  return against === 'first' ? [...learnt] : [...learnt, ...watched].slice(at, at + learnt.length);
}

export const dateOf = (dayMs: number): string => new Date(dayMs).toISOString().slice(0, 10);
