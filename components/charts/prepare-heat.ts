export type HeatCell = { value: number | null; strength: number };

/** Strength 0 to 1 of every cell against the largest absolute value of all (or a given `most`); null stays null with 0. */
export function prepareHeat(values: readonly (readonly (number | null)[])[], most?: number): HeatCell[][] {
  const largest = most ?? Math.max(0, ...values.flat().map((value) => Math.abs(value ?? 0)));
  return values.map((row) =>
    row.map((value) => ({
      value,
      strength: value === null || largest === 0 ? 0 : Math.min(1, Math.abs(value) / largest),
    })),
  );
}
