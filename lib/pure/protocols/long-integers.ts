const MARK = '\u0001int:';
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /\d{16}/;

/**
 * JSON text in which every integer of 16 digits or more is a marked text, because JSON.parse would round it.
 * Example: `[9007199254740993]` → `["\u0001int:9007199254740993"]`. Other text is returned as it is.
 */
export function markLongIntegers(text: string): string {
  if (!LONG.test(text)) return text;
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outside = text.slice(at, quote < 0 ? text.length : quote);
    parts.push(LONG.test(outside) ? outside.replace(NUMBER, mark) : outside);
    if (quote < 0) break;
    at = endOfText(text, quote);
    parts.push(text.slice(quote, at));
  }
  return parts.join('');
}

const mark = (number: string): string => (/^-?\d{16,}$/.test(number) ? `"\\u0001int:${number}"` : number);

/** By hand: a pattern for texts of megabytes runs out of stack. */
function endOfText(text: string, quote: number): number {
  for (let end = text.indexOf('"', quote + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}

/** The digits of a marked integer, or null. */
export const longDigits = (value: string): string | null => (value.startsWith(MARK) ? value.slice(MARK.length) : null);
