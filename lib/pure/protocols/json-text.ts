/**
 * A text as JSON, as `JSON.stringify` writes it. Short plain texts, names and classes for the most part, are looked through here, which
 * costs a fraction of a call of that function. Example: `late` → `"late"`.
 */
export function jsonText(text: string): string {
  if (text.length > 64) return JSON.stringify(text);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return JSON.stringify(text);
  }
  return `"${text}"`;
}
