export type StepLine = { name: string; points: { x: number; y: number }[] };

/**
 * Lines of what was told at steps, one per name in the order of first mention: points by step, of a step that was told twice the last. A name
 * that was told at one step only is no line, and neither is what has no step or is no finite number.
 * Example: loss 0.9 at step 1, loss 0.7 at step 3, loss 0.8 at step 1 is one line of (1, 0.8), (3, 0.7).
 */
export function prepareSteps(told: readonly { name: string; value: number; step: number | null }[]): StepLine[] {
  const byName = new Map<string, Map<number, number>>();
  for (const { name, value, step } of told) {
    if (step === null || !Number.isFinite(value)) continue;
    const line = byName.get(name) ?? new Map<number, number>();
    line.set(step, value);
    byName.set(name, line);
  }
  return [...byName].flatMap(([name, line]) => {
    if (line.size < 2) return [];
    return [{ name, points: [...line].sort(([a], [b]) => a - b).map(([x, y]) => ({ x, y })) }];
  });
}
