export type CategoryInput = { name: string; slot?: number | 'other'; reference?: number | null; now?: number | null };
export type CategoryRow = { name: string; slot: number | 'other'; reference: number | null; now: number | null };
export type PreparedCategories = { rows: CategoryRow[]; shown: number; total: number; high: number };

/**
 * Shares (0 to 1) of categories now and in the reference, largest first by the larger of the two; beyond `top` the rest is
 * added up as "other". A side that is missing everywhere stays null.
 */
export function prepareCategories(
  input: readonly CategoryInput[],
  options: { top?: number; otherLabel: string; keepOrder?: boolean },
): PreparedCategories {
  const { top = 8, otherLabel, keepOrder = false } = options;
  const size = (entry: CategoryInput) => Math.max(entry.reference ?? 0, entry.now ?? 0);
  const ranked = keepOrder ? [...input] : [...input].sort((a, b) => size(b) - size(a));
  const keep = ranked.length > top ? ranked.slice(0, top - 1) : ranked;
  const rest = ranked.slice(keep.length);
  const add = (values: (number | null | undefined)[]) => {
    const known = values.filter((value): value is number => value !== null && value !== undefined);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  const rows: CategoryRow[] = keep.map(({ name, slot, reference, now }) => ({
    name,
    slot: slot ?? 'other',
    reference: reference ?? null,
    now: now ?? null,
  }));
  if (rest.length > 0) {
    rows.push({
      name: otherLabel,
      slot: 'other',
      reference: add(rest.map((entry) => entry.reference)),
      now: add(rest.map((entry) => entry.now)),
    });
  }
  return {
    rows,
    shown: keep.length,
    total: input.length,
    high: Math.max(0, ...rows.map((row) => Math.max(row.reference ?? 0, row.now ?? 0))),
  };
}
