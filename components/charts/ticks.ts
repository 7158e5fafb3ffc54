/**
 * At most `count` round numbers (1, 2, 2.5 or 5 times a power of ten) that cover low to high; the ends are the domain.
 * `niceTicks(0, 19.2, 5)` is [0, 5, 10, 15, 20]. Equal ends are widened by one.
 */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const [from, to] = low === high ? [Math.min(low, 0), Math.max(high, low + 1)] : [low, high];
  const rough = (to - from) / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  for (const factor of [1, 2, 2.5, 5, 10, 20, 25, 50]) {
    const step = factor * power;
    const start = Math.floor(from / step + 1e-9) * step;
    const end = Math.ceil(to / step - 1e-9) * step;
    const steps = Math.round((end - start) / step);
    if (steps + 1 <= count) {
      return Array.from({ length: steps + 1 }, (_, index) => Number((start + index * step).toPrecision(12)));
    }
  }
  return [from, to];
}

/** `count` of the given values, spread evenly, with the first and the last. */
export function spreadTicks<Value>(values: readonly Value[], count: number): Value[] {
  if (values.length <= count) return [...values];
  if (count < 2) return values.slice(0, count);
  return Array.from({ length: count }, (_, index) => Math.round((index * (values.length - 1)) / (count - 1))).flatMap(
    (index) => {
      const value = values[index];
      return value === undefined ? [] : [value];
    },
  );
}

/**
 * Moves labels apart so that neighbours keep `gap` pixels, staying inside `low` to `high` and in their order.
 * `spreadLabels([10, 12, 50], 16, 0, 100)` is [10, 26, 50].
 */
export function spreadLabels(positions: readonly number[], gap: number, low: number, high: number): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const placed = [...positions];
  let floor = low;
  for (const index of order) {
    placed[index] = Math.max(positions[index] ?? 0, floor);
    floor = (placed[index] ?? 0) + gap;
  }
  let ceiling = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index] ?? 0, ceiling);
    ceiling = (placed[index] ?? 0) - gap;
  }
  return placed;
}
