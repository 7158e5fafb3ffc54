export const rangeNames = ['1h', '24h', '7d', '28d'] as const;
export type RangeName = (typeof rangeNames)[number];

const hourMs = 3_600_000;
const lengths: Record<RangeName, number> = {
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 168 * hourMs,
  '28d': 672 * hourMs,
};

export type TimeWindow = { from: Date; to: Date };

/**
 * The window an address means: a name counts back from `now`, `FROM..TO` are two moments in ISO 8601. Returns null for
 * anything else or a window that does not go forward. `readRange('7d', now)`.
 */
export function readRange(text: string, now: Date): TimeWindow | null {
  const name = rangeNames.find((candidate) => candidate === text);
  if (name) return { from: new Date(now.getTime() - lengths[name]), to: now };
  const [from, to, ...rest] = text.split('..').map((part) => new Date(part));
  if (!from || !to || rest.length > 0 || !(from.getTime() < to.getTime())) return null;
  return { from, to };
}

/** The text of a chosen window for the address, in UTC to the minute. */
export function writeRange({ from, to }: TimeWindow): string {
  const minute = (moment: Date) => `${moment.toISOString().slice(0, 16)}Z`;
  return `${minute(from)}..${minute(to)}`;
}
