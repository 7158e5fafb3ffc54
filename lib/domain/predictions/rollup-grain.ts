export const GRAINS = ['minute', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

/** Calls, errors and latency of a whole UTC day from its first call on, for lists of many models. Never folded. */
export const TRAFFIC_DAY = 'traffic-day';
/** Beside the grains of the log: a day of the rows' own time (`context.time`), whenever they came. Never folded. */
export const OWN_DAY = 'own-day';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const grainMs: Record<Grain, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** Minutes are kept for 26 hours and hours for 35 days; then they fold into the next grain. */
export const MINUTES_KEPT_MS = 26 * HOUR_MS;
export const HOURS_KEPT_MS = 35 * DAY_MS;

/** The grain in which a moment is kept once everything due has been folded. */
export function grainAt(momentMs: number, nowMs: number): Grain {
  const age = nowMs - momentMs;
  return age <= MINUTES_KEPT_MS ? 'minute' : age <= HOURS_KEPT_MS ? 'hour' : 'day';
}

/** Columns are counted per hour for 50 hours and per day before that, so that a year of them is read in a moment. */
export const FEATURE_HOURS_KEPT_MS = 50 * HOUR_MS;

export const featureGrainAt = (momentMs: number, nowMs: number): 'hour' | 'day' =>
  nowMs - momentMs <= FEATURE_HOURS_KEPT_MS ? 'hour' : 'day';

export const floorTo = (momentMs: number, grain: Grain): number => {
  const size = grainMs[grain];
  return Math.floor(momentMs / size) * size;
};
