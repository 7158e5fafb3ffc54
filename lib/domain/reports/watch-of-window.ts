import type { DriftWatch } from '../drift/schema';

const DAY_MS = 86_400_000;

/**
 * The days of a window, with the alarms that begin in it and the false ones to be reckoned with. Days that rows name themselves
 * (`context.time`) have nothing to do with when a report is made: of these it is as many of the last ones as the window has.
 */
export function watchOfWindow(watch: DriftWatch, window: { fromMs: number; toMs: number }): DriftWatch {
  const { fromMs, toMs } = window;
  const length = Math.max(1, Math.round((toMs - fromMs) / DAY_MS));
  const days =
    watch.basis === 'own-time'
      ? watch.days.slice(-length)
      : watch.days.filter(({ day }) => Date.parse(day) + DAY_MS > fromMs && Date.parse(day) < toMs);
  const judged = days.filter(({ p }) => p !== null).length;
  return {
    ...watch,
    days,
    alarms: days.filter(({ isNew }) => isNew).length,
    expectedFalseAlarms: (judged * watch.settings.falseAlarms) / 30,
  };
}
