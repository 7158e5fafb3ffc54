/** Counts of two sides over the same keys. */
export interface PairedCounts {
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/**
 * Counts of each distinct value of two lists of numbers sorted upwards, in the order of the values.
 * Example: countSorted([1, 1, 2], [2, 3]) has reference [2, 1, 0] and current [0, 1, 1].
 */
export function countSorted(reference: ArrayLike<number>, current: ArrayLike<number>): PairedCounts {
  const counts: { reference: number[]; current: number[] } = { reference: [], current: [] };
  for (let i = 0, j = 0; i < reference.length || j < current.length; ) {
    const value = Math.min(reference[i] ?? Number.POSITIVE_INFINITY, current[j] ?? Number.POSITIVE_INFINITY);
    const [startI, startJ] = [i, j];
    while (i < reference.length && (reference[i] ?? 0) <= value) i += 1;
    while (j < current.length && (current[j] ?? 0) <= value) j += 1;
    counts.reference.push(i - startI);
    counts.current.push(j - startJ);
  }
  return counts;
}

/**
 * Number of distinct values in two lists sorted upwards together; stops counting above `limit`.
 * Example: countDistinct([1, 1, 2], [2, 3]) is 3, countDistinct([1, 2, 3], [], 1) is 2.
 */
export function countDistinct(x: ArrayLike<number>, y: ArrayLike<number>, limit = Number.POSITIVE_INFINITY): number {
  let distinct = 0;
  for (let i = 0, j = 0; (i < x.length || j < y.length) && distinct <= limit; distinct += 1) {
    const value = Math.min(x[i] ?? Number.POSITIVE_INFINITY, y[j] ?? Number.POSITIVE_INFINITY);
    while (i < x.length && (x[i] ?? 0) <= value) i += 1;
    while (j < y.length && (y[j] ?? 0) <= value) j += 1;
  }
  return distinct;
}

/**
 * Counts of each category of two lists, categories in code unit order; nulls are left out.
 * Example: countCategories(['b', 'a', null], ['a', 'c']) has reference [1, 1, 0] and current [1, 0, 1].
 */
export function countCategories(
  reference: readonly (string | null)[],
  current: readonly (string | null)[],
): PairedCounts {
  return pairCounts(countEach(reference), countEach(current));
}

/** `countCategories` of categories that are counted already. */
export function pairCounts(reference: ReadonlyMap<string, number>, current: ReadonlyMap<string, number>): PairedCounts {
  const categories = [...new Set([...reference.keys(), ...current.keys()])].sort();
  return {
    reference: categories.map((category) => reference.get(category) ?? 0),
    current: categories.map((category) => current.get(category) ?? 0),
  };
}

/** How often each category occurs; nulls are left out. Example: countEach(['a', null, 'a']) has a 2. */
export function countEach(values: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/**
 * Categories as numbers in code unit order, the rows kept in theirs; nulls are left out.
 * Example: codeCategories(['b', null, 'a'], ['a']) is [1, 0] and [0].
 */
export function codeCategories(
  reference: readonly (string | null)[],
  current: readonly (string | null)[],
): readonly [Uint32Array, Uint32Array] {
  const present = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null);
  const [r, c] = [present(reference), present(current)];
  const codes = new Map([...new Set([...r, ...c])].sort().map((category, code) => [category, code]));
  const code = (category: string): number => codes.get(category) ?? 0;
  return [Uint32Array.from(r, code), Uint32Array.from(c, code)];
}
