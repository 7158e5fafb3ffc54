const TARGET_NAMES = /^(target|label|class|y|outcome|output|species|diagnosis|result|answer|truth)$/i;

export interface ColumnMatch {
  by: 'name' | 'position';
  /** For each name asked for, its position in the header. */
  positions: number[];
  /** Columns of the header that nothing asked for. */
  leftOut: string[];
}

/**
 * Finds the columns of a table: by name where every name is there; else by position where the count fits, or where one column is
 * surplus: the one that is called like a target, or the last. Null where neither fits.
 * Example: names [X_0, X_1], header [age, bmi, target] is by position [0, 1], left out [target].
 */
export function matchColumns(names: readonly string[], header: readonly string[]): ColumnMatch | null {
  const byName = names.map((name) => header.indexOf(name));
  if (byName.every((position) => position >= 0)) return finish('name', byName, header);
  const everywhere = header.map((_, i) => i);
  if (header.length === names.length) return finish('position', everywhere, header);
  if (header.length !== names.length + 1) return null;
  const named = header.findIndex((name) => TARGET_NAMES.test(name));
  const target = named >= 0 ? named : header.length - 1;
  return finish(
    'position',
    everywhere.filter((i) => i !== target),
    header,
  );
}

const finish = (by: ColumnMatch['by'], positions: number[], header: readonly string[]): ColumnMatch => ({
  by,
  positions,
  leftOut: header.filter((_, i) => !positions.includes(i)),
});
