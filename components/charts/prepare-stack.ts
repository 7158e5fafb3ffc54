export type StackInput = {
  key: string;
  label: string;
  slot: number | 'other';
  points: readonly { t: number; value: number }[];
};
export type StackLayer = { key: string; label: string; slot: number | 'other' };
export type PreparedStack = {
  layers: StackLayer[];
  rows: { t: number; total: number; values: Record<string, number> }[];
  /** How many classes there are in all, for "6 of 9". */
  classes: number;
};

const otherKey = '__other';

/**
 * Counts of classes over time, the largest `top` by total and the rest as "other" (`otherLabel`). With `share` every moment
 * adds up to 1; a moment without counts stays 0. Layers keep the slot of their class.
 */
export function prepareStack(
  input: readonly StackInput[],
  options: { top?: number; share?: boolean; otherLabel: string },
): PreparedStack {
  const { top = 6, share = false, otherLabel } = options;
  const totalOf = (entry: StackInput) => entry.points.reduce((sum, point) => sum + point.value, 0);
  const ranked = [...input].sort((a, b) => totalOf(b) - totalOf(a));
  const shown = ranked.slice(0, top);
  const rest = ranked.slice(top);
  const layers: StackLayer[] = shown.map(({ key, label, slot }) => ({ key, label, slot }));
  if (rest.length > 0) layers.push({ key: otherKey, label: otherLabel, slot: 'other' });
  const byTime = new Map<number, Record<string, number>>();
  for (const entry of input) {
    const key = shown.includes(entry) ? entry.key : otherKey;
    for (const { t, value } of entry.points) {
      const row = byTime.get(t) ?? Object.fromEntries(layers.map((layer) => [layer.key, 0]));
      row[key] = (row[key] ?? 0) + value;
      byTime.set(t, row);
    }
  }
  const rows = [...byTime.entries()]
    .sort(([a], [b]) => a - b)
    .map(([t, values]) => {
      const total = Object.values(values).reduce((sum, value) => sum + value, 0);
      const scaled = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, total === 0 ? 0 : value / total]),
      );
      return { t, total, values: share ? scaled : values };
    });
  return { layers, rows, classes: input.length };
}
