export interface Splittable {
  id: string;
  /** Different people that it still needs. */
  wanted: number;
  /** Who has reviewed it already. */
  reviewedBy: readonly string[];
}

/**
 * Gives each item to as many different people as it needs, none of whom has reviewed it, always to whom has least; of those that have the same,
 * to the first. `loads` is what people have already. An item that all of them have reviewed is for nobody.
 * Example: four items for one person each and people a and b give a, b, a, b.
 */
export function splitEvenly(
  items: readonly Splittable[],
  people: readonly string[],
  loads: ReadonlyMap<string, number> = new Map(),
): Map<string, string[]> {
  const load = people.map((person) => loads.get(person) ?? 0);
  const found = new Map<string, string[]>();
  for (const { id, wanted, reviewedBy } of items) {
    const may = people.map((_, at) => at).filter((at) => !reviewedBy.includes(people[at] ?? ''));
    may.sort((a, b) => (load[a] ?? 0) - (load[b] ?? 0) || a - b);
    const chosen = may.slice(0, wanted);
    for (const at of chosen) load[at] = (load[at] ?? 0) + 1;
    found.set(
      id,
      chosen.map((at) => people[at] ?? ''),
    );
  }
  return found;
}
