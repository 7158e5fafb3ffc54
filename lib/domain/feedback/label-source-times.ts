const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The first moment after `now` at which a source is pulled: the next full hour, or the next time that it is `hour` in UTC. Example: daily
 * at 3, on 25 November 2026 at 3:00: 26 November 2026, 3:00 UTC.
 */
export function nextPull({ every, hour }: { every: 'hour' | 'day'; hour: number }, now: Date): Date {
  const [periodMs, offsetMs] = every === 'hour' ? [HOUR_MS, 0] : [DAY_MS, hour * HOUR_MS];
  return new Date((Math.floor((now.getTime() - offsetMs) / periodMs) + 1) * periodMs + offsetMs);
}
