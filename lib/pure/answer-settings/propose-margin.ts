/** A labelled row as it would be answered: how far from another answer, and whether rightly. */
export interface JudgedRow {
  readonly margin: number;
  readonly isRight: boolean;
  readonly weight: number;
}

export interface CoveragePoint {
  margin: number;
  /** Share of rows that are answered. */
  coverage: number;
  /** Share of the answered rows that are wrong. */
  errorRate: number;
}

/**
 * The smallest margin with which at most `errorRate` of the answered rows are wrong: rows nearer than it are too close to call. Source: Chow
 * 1970; El-Yaniv and Wiener 2010 (risk and coverage). `curve`: up to `points` margins from 0 on. Edge cases: null where no margin reaches it.
 * Example: margins 0.1 (wrong), 0.2 (right), 0.3 (wrong), 0.4 (right) with half wrong at most: 0; with a third wrong: 0.35, coverage 1/4.
 */
export function proposeMargin(
  rows: readonly JudgedRow[],
  errorRate: number,
  points = 101,
): { best: CoveragePoint | null; curve: CoveragePoint[] } {
  const sorted = [...rows].sort((a, b) => a.margin - b.margin);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let [answered, wrong] = [all, sorted.reduce((sum, { isRight, weight }) => sum + (isRight ? 0 : weight), 0)];
  const steps: CoveragePoint[] = all > 0 ? [{ margin: 0, coverage: 1, errorRate: wrong / all }] : [];
  for (const [at, { margin, isRight, weight }] of sorted.entries()) {
    answered -= weight;
    if (!isRight) wrong -= weight;
    const next = sorted[at + 1];
    if (!next || next.margin === margin) continue;
    steps.push({
      margin: (margin + next.margin) / 2,
      coverage: answered / all,
      errorRate: Math.max(0, wrong) / answered,
    });
  }
  const best = steps.find((step) => step.errorRate <= errorRate + 1e-12) ?? null;
  const every = Math.max(1, Math.ceil(steps.length / points));
  return { best, curve: steps.filter((step, at) => at % every === 0 || step === best) };
}
