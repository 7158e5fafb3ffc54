const MARK = '\u0001int:';
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /\d{16}/;

/**
 * JSON text in which every integer of 16 digits or more is a marked text, because JSON.parse would round it.
 * Example: `[9007199254740993]` → `["\u0001int:9007199254740993"]`. Other text is returned as it is.
 */
export function markLongIntegers(text: string): string {
  if (!LONG.test(text)) return text;
  return text.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"\\u0001int:${token}"` : token));
}

/** The digits of a marked integer, or null. */
export const longDigits = (value: string): string | null => (value.startsWith(MARK) ? value.slice(MARK.length) : null);
