import { storableText } from '@/lib/pure/text/storable-text';

/** Adds to a count by name. Names come from callers and files: "constructor" and "__proto__" are counted like any other. */
export const addNamed = (counts: Record<string, number>, name: string, by: number): void => {
  if (Object.hasOwn(counts, name)) counts[name] = (counts[name] ?? 0) + by;
  else Object.defineProperty(counts, name, { value: by, writable: true, enumerable: true, configurable: true });
};

/** A text as a name in JSON that PostgreSQL takes: cutting may halve a surrogate pair, and a model may answer NUL. */
export function nameOf(text: string): string {
  return storableText(text.length > 200 ? text.slice(0, 200) : text);
}
