import { spreadBins } from '@/components/charts/spread-bins';
import type { NumberPerformance } from '@/lib/domain/performance/schema';

const BINS = 24;
/** A few rows far off would press all others into one bin. */
const EACH_END = 0.005;

/**
 * The residuals in even bins, without the half percent of rows at each end where that is far from the others, and how many rows were
 * left out so. Null without rows.
 */
export function residualBins(residuals: NumberPerformance['residuals']) {
  const all = residuals.reduce((sum, { rows }) => sum + rows, 0);
  let below = 0;
  const kept = residuals.filter(({ rows }) => {
    const before = below;
    below += rows;
    return below > EACH_END * all && before < (1 - EACH_END) * all;
  });
  const bins = spreadBins(kept, BINS);
  const drawn = kept.reduce((sum, { rows }) => sum + rows, 0);
  return bins && { ...bins, without: Math.round(all - drawn) };
}

/** Bins of the label as points of a line; those of a single row say nothing about a spread. */
export const overActualPoints = (bins: NumberPerformance['overActual']) =>
  bins.map(({ actual, predicted, low, high, n }) => ({
    x: actual,
    y: predicted,
    n,
    ...(n > 1 ? { low, high } : {}),
  }));
