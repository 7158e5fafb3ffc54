/** Numbers up to this are seconds since 1970, above milliseconds: as seconds it is the year 5138, as milliseconds 1973. */
const MOST_SECONDS = 1e11;
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The milliseconds of a time as programs write it: ISO 8601 (UTC where no zone is named), or seconds or milliseconds since 1970; null
 * for anything else. Example: '2026-11-02 10:00' is that minute in UTC, and 1793613600 the same.
 */
export function readSentTime(value: unknown): number | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.getTime();
  if (typeof value === 'bigint') return readSentTime(Number(value));
  if (typeof value === 'number')
    return Number.isFinite(value) ? Math.floor(Math.abs(value) <= MOST_SECONDS ? value * 1000 : value) : null;
  if (typeof value !== 'string') return null;
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return readSentTime(Number(value));
  const found = TIME.exec(value.trim());
  if (!found) return null;
  const [, day, minute = '00:00', second = ':00', zone = 'Z'] = found;
  const ms = Date.parse(
    `${day}T${minute}${second}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? null : ms;
}
