import type { DriftWatch } from '../drift/schema';

const DAY_MS = 86_400_000;

/**
 * The days of a window, with the alarms that begin in it and the false ones to be reckoned with. Days that rows name themselves
 * (`context.time`) have nothing to do with when a report is made: of these it is as many of the last ones as the window has.
 */
export function watchOfWindow(watch: DriftWatch, window: { fromMs: number; toMs: number }): DriftWatch {
  const days = daysOfWindow(watch, window);
  const judged = days.filter(({ p }) => p !== null).length;
  return {
    ...watch,
    days,
    alarms: days.filter(({ isNew }) => isNew).length,
    expectedFalseAlarms: (judged * watch.settings.falseAlarms) / 30,
  };
}

/** Days of a window, by the same rule. */
export function daysOfWindow<D extends { day: string }>(
  { basis, days }: { basis: DriftWatch['basis']; days: readonly D[] },
  { fromMs, toMs }: { fromMs: number; toMs: number },
): D[] {
  if (basis === 'own-time') return days.slice(-Math.max(1, Math.round((toMs - fromMs) / DAY_MS)));
  return days.filter(({ day }) => Date.parse(day) + DAY_MS > fromMs && Date.parse(day) < toMs);
}
