/** Shares of the capital that are bet each day, of which no one is chosen: the capital is their mean. */
const BETS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

export interface BettingEvidence {
  /** The capital after the last gain, of 1 at the beginning. */
  now: number;
  /** The largest that it was at any time. */
  most: number;
  /** Place of the first gain after which it was 1 / level; null where it never was. */
  crossedAt: number | null;
}

/**
 * Evidence that gains from -1 to 1, which come one after the other, are above 0 on average: the capital of somebody who began with 1 and bets
 * on each, prod(1 + b · gain), as the mean over 19 constant bets b from 0.05 to 0.95. If no gain is expected to be above 0, whatever came
 * before, the capital ever reaches 1 / `level` with a chance of `level` at most, however often and whenever somebody looks.
 * Source: Waudby-Smith and Ramdas 2024, Estimating means of bounded random variables by betting (a grid of constant bets, there "diversified
 * Kelly"); Ville 1939 for the bound.
 * Edge cases: 1 without gains. Example: the gain 1 makes 1.5 of 1; 1 and then -1 make 0.675.
 */
export function bettingEvidence(gains: readonly number[], level: number): BettingEvidence {
  const logs = new Float64Array(BETS.length);
  const found: BettingEvidence = { now: 1, most: 1, crossedAt: null };
  for (const [place, gain] of gains.entries()) {
    for (const [k, bet] of BETS.entries()) logs[k] = (logs[k] ?? 0) + Math.log1p(bet * gain);
    found.now = meanOfExponentials(logs);
    found.most = Math.max(found.most, found.now);
    if (found.crossedAt === null && found.now >= 1 / level) found.crossedAt = place;
  }
  return found;
}

const LARGEST_LOG = 700;

/** Kept finite, so that it can be written as JSON. */
function meanOfExponentials(logs: Float64Array): number {
  const most = logs.reduce((a, b) => Math.max(a, b));
  const sum = logs.reduce((all, log) => all + Math.exp(log - most), 0);
  return Math.exp(Math.min(LARGEST_LOG, most + Math.log(sum / logs.length)));
}

/** Below this growth of the capital a day nothing is to be expected within a lifetime. */
const LEAST_GROWTH = 1e-4;

/**
 * How many more days of gains like these it takes until the evidence is 1 / `level`; null where they do not lead there.
 * The growth is that of the best constant bet on these gains, so that it is a guess, and rather too low.
 * Example: after five gains of 1 the evidence is 10.2, and two more are needed to 20.
 */
export function moreGainsToDecide(gains: readonly number[], level: number): number | null {
  const { now } = bettingEvidence(gains, level);
  const growth = BETS.reduce(
    (most, bet) => Math.max(most, gains.reduce((sum, gain) => sum + Math.log1p(bet * gain), 0) / gains.length),
    0,
  );
  if (!(growth > LEAST_GROWTH)) return null;
  return Math.max(0, Math.ceil((Math.log(1 / level) - Math.log(now)) / growth));
}
