import { isSameLabel } from './compare-answers';

/** A column of true and false is the truth of a model whose classes are 1 and 0. */
const isSameTruth = (label: string, truth: string): boolean =>
  (truth === 'true' && label === '1') || (truth === 'false' && label === '0');

/**
 * Finds which class a truth names: by its label, or by the name that the owner gave it; null where it names none.
 * `answered`: labels that the model gave, which its file may not name.
 */
export function labelFinder(
  classes: readonly string[],
  names: Readonly<Record<string, string>>,
  answered: readonly (string | null)[],
): { known: ReadonlySet<string>; find: (truth: string) => string | null } {
  const known = new Set([...classes, ...answered.filter((label) => label !== null)]);
  const found = new Map<string, string | null>();
  const search = (truth: string): string | null =>
    known.has(truth)
      ? truth
      : ([...known].find((label) => isSameLabel(label, truth) || names[label] === truth || isSameTruth(label, truth)) ??
        null);
  return {
    known,
    find(truth) {
      const before = found.get(truth);
      if (before !== undefined) return before;
      const label = search(truth);
      found.set(truth, label);
      return label;
    },
  };
}
