import type { SliceComparison } from './compare-slices';

/** What a slice that was weak on one half of the days is on the other. */
export type Verdict = 'held' | 'open' | 'not-held' | 'too-few';

export interface WeakSlice {
  found: SliceComparison;
  reported: SliceComparison;
  verdict: Verdict;
}

/**
 * The slices that are worse than the rest on the days they are looked for on, the surest first, with what they are on other days.
 * Found: the end of the difference's interval that lies nearer 0 is on the wrong side of it. Looking among many slices finds some
 * by chance, which the other days tell: `held` where the whole interval is on that side there too, `not-held` where the difference
 * itself is not, `open` between, `too-few` without an interval.
 * Source: honest estimation by sample splitting, Athey and Imbens 2016. `worse`: 1 where higher is worse (errors), -1 where lower is.
 * Edge cases: slices with fewer than `leastRows` rows on the finding days, or without an interval there, are not looked at.
 * Example: differences of accuracy of -0.2 (-0.3 to -0.1) and then -0.15 (-0.25 to -0.05) are found and held.
 */
export function findWeakest(
  pairs: readonly { found: SliceComparison; reported: SliceComparison }[],
  { worse, leastRows, most }: { worse: 1 | -1; leastRows: number; most: number },
): (WeakSlice & { at: number })[] {
  const nearEnd = ({ difference: { low, high } }: SliceComparison) => (worse === 1 ? low : -high);
  return pairs
    .map((pair, at) => ({ ...pair, at, verdict: verdictOf(pair.reported, worse) }))
    .filter(({ found }) => found.n >= leastRows && nearEnd(found) > 0)
    .sort((a, b) => nearEnd(b.found) - nearEnd(a.found))
    .slice(0, most);
}

function verdictOf({ difference: { value, low, high } }: SliceComparison, worse: 1 | -1): Verdict {
  if (Number.isNaN(low) || Number.isNaN(high)) return 'too-few';
  if (worse * value <= 0) return 'not-held';
  return (worse === 1 ? low : -high) > 0 ? 'held' : 'open';
}
