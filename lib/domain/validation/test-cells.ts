import type { TestField } from './schema';

/**
 * The values of a test under all names that a column of training rows may have for them: as callers name the field, as the file of the model
 * names its input, and a value of a list by its position.
 * Example: the field X = [5, 3] gives X_0 = 5 and X_1 = 3.
 */
export function testCells(fields: readonly TestField[]): Map<string, unknown> {
  const cells = new Map<string, unknown>();
  const add = (name: string, value: unknown) => {
    if (!cells.has(name)) cells.set(name, value);
  };
  for (const { name, value } of fields) {
    if (!Array.isArray(value)) add(name, value);
    else for (const [i, part] of value.flat(Number.POSITIVE_INFINITY).entries()) add(`${name}_${i}`, part);
  }
  for (const { input, index, value } of fields) if (index === null && !Array.isArray(value)) add(input, value);
  return cells;
}
