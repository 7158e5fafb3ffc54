/**
 * A text that PostgreSQL stores: it takes neither NUL nor halves of surrogate pairs, which become U+FFFD.
 * Example: 'a\0b' becomes 'a�b'; a text without them comes back as it is.
 */
export function storableText(text: string): string {
  // Most texts have neither, and to look is faster than to make a new one.
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}
