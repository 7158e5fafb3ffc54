/** A field that an event changed; `before` or `after` is null where it was not there. */
export interface Difference {
  path: string;
  before: string | null;
  after: string | null;
}

/**
 * What two values differ in, field by field in the order in which they come. Objects are walked into; lists and all else are compared as
 * they are. Example: {a: 1, b: {c: 2}} and {a: 1, b: {c: 3}} give one line, b.c from 2 to 3.
 */
export function prepareDifference(before: unknown, after: unknown): Difference[] {
  const [was, is] = [flatten(before), flatten(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((field) => field.before !== field.after);
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) return path === '' ? new Map() : new Map([[path, 'null']]);
  if (typeof value !== 'object' || Array.isArray(value))
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  const fields = Object.entries(value);
  if (fields.length === 0 && path !== '') return new Map([[path, '{}']]);
  return new Map(fields.flatMap(([name, inner]) => [...flatten(inner, path === '' ? name : `${path}.${name}`)]));
}
