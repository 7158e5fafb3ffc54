import type { ScoredRow } from './fit-calibration';

/** What a wrong answer of each kind costs, in any unit. */
export interface BinaryCosts {
  readonly falsePositive: number;
  readonly falseNegative: number;
}

export interface CostPoint {
  threshold: number;
  /** Per row. */
  cost: number;
}

/**
 * The threshold with the least cost over labelled rows: halfway between two neighbouring scores, the nearest to the costs' own threshold of
 * equal ones, which is falsePositive / (falsePositive + falseNegative) (Elkan 2001). `curve`: the cost at up to `points` thresholds. Edge cases:
 * null without rows.
 * Example: scores 0.2 (negative), 0.4 (positive), 0.6 (negative), 0.8 (positive) with a missed one costing 5 and a false alarm 1: 0.3 costs 1/4.
 */
export function proposeThreshold(
  rows: readonly ScoredRow[],
  costs: BinaryCosts,
  points = 101,
): { threshold: number; cost: number; curve: CostPoint[] } | null {
  const sorted = rows.map(({ scores, truth, weight }) => ({ score: scores[1] ?? 0, isPositive: truth === 1, weight }));
  sorted.sort((a, b) => a.score - b.score);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  if (all <= 0) return null;
  const fair = costs.falsePositive / (costs.falsePositive + costs.falseNegative);
  // Below all scores every row is positive, so that only the negatives cost.
  let cost = sorted.reduce((sum, { isPositive, weight }) => sum + (isPositive ? 0 : weight * costs.falsePositive), 0);
  const steps: CostPoint[] = [{ threshold: Math.max(0, (sorted[0]?.score ?? 0) / 2), cost: cost / all }];
  for (const [at, { score, isPositive, weight }] of sorted.entries()) {
    cost += isPositive ? weight * costs.falseNegative : -weight * costs.falsePositive;
    const next = sorted[at + 1]?.score ?? 1;
    if (next > score) steps.push({ threshold: (score + next) / 2, cost: cost / all });
  }
  const least = steps.reduce((best, step) => {
    const gain = best.cost - step.cost;
    const isNearer = Math.abs(step.threshold - fair) < Math.abs(best.threshold - fair);
    return gain > 1e-12 || (gain > -1e-12 && isNearer) ? step : best;
  });
  const every = Math.max(1, Math.ceil(steps.length / points));
  return { ...least, curve: steps.filter((step, at) => at % every === 0 || step === least) };
}
