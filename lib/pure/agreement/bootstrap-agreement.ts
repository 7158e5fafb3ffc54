import { mulberry32 } from '../stats/mulberry32';
import { quantileSorted } from '../stats/quantile';
import type { AgreementSums } from './agreement-sums';
import type { AgreementValue } from './agreement-value';
import { addBlock, type PackedSums, packSums } from './pack-sums';

const RESAMPLES = 1_000;
/** As in clusterBootstrap. */
const SEED = 20_260_101;

/** `one-block`: nothing can be drawn. `never-defined`: the measure has no value in any resample. */
export type NoInterval = 'one-block' | 'never-defined';

export type AgreementInterval = {
  /** What was drawn: units, or the blocks that were given. */
  readonly blocks: number;
  readonly resamples: number;
  /** Resamples in which the measure has no value (only one class was drawn, say). They are not in the interval. */
  readonly leftOut: number;
} & (
  | { readonly low: number; readonly high: number; readonly reason: null }
  | { readonly low: null; readonly high: null; readonly reason: NoInterval }
);

/**
 * Percentile intervals of measures of agreement, by drawing units with replacement, or whole blocks of them (days, entities) where
 * units of one block are alike. The seed is fixed: the same ratings give the same intervals, and all measures share the draws.
 * Source: Efron and Tibshirani 1993, ch. 13; for blocks Field and Welsh 2007; for kappa over units Klar et al. 2002.
 * `statistics`: the measures to follow, always in the same order, as many as there are intervals in the answer.
 * `blocks`: one name per unit, at the place of the unit. Raters are not drawn: the intervals are of these raters.
 * Edge cases: `one-block` with fewer than two units or blocks; `never-defined`. Where many resamples are left out, the interval is of
 * the others only. Throws a RangeError where units and blocks are not as many.
 * Example: 20 yes/yes, 5 yes/no, 10 no/yes and 15 no/no by `cohenSums`, with statistics = ({ kappa }) => [kappa], have kappa 0.4
 * with [0.1270, 0.6400].
 */
export function bootstrapAgreement<Result>(input: {
  readonly sums: AgreementSums<Result>;
  readonly statistics: (result: Result) => readonly AgreementValue[];
  readonly blocks?: readonly (string | number)[];
  readonly resamples?: number;
  readonly confidence?: number;
}): AgreementInterval[] {
  const { sums, statistics, resamples = RESAMPLES, confidence = 0.95 } = input;
  const names = input.blocks ?? Array.from({ length: sums.units }, (_, unit) => unit);
  if (names.length !== sums.units) throw new RangeError('there must be one block per unit');
  const packed = packSums(sums, names);
  const { blocks } = packed;
  const total = new Float64Array(sums.size);
  const found: number[][] = statistics(sums.measure(total)).map(() => []);
  if (blocks < 2)
    return found.map(() => ({ low: null, high: null, reason: 'one-block', blocks, resamples: 0, leftOut: 0 }));
  const draw = drawBlocks(packed);
  for (let i = 0; i < resamples; i += 1) {
    draw(total);
    for (const [at, { value }] of statistics(sums.measure(total)).entries()) if (value !== null) found[at]?.push(value);
  }
  return found.map((values) => {
    const counts = { blocks, resamples, leftOut: resamples - values.length };
    if (values.length === 0) return { ...counts, low: null, high: null, reason: 'never-defined' };
    const sorted = Float64Array.from(values).sort();
    const low = quantileSorted(sorted, (1 - confidence) / 2);
    return { ...counts, low, high: quantileSorted(sorted, (1 + confidence) / 2), reason: null };
  });
}

/** Each call sets `total` to the sums of as many blocks as there are, drawn with replacement. */
function drawBlocks(packed: PackedSums): (total: Float64Array) => void {
  const random = mulberry32(SEED);
  const times = new Uint32Array(packed.blocks);
  return (total) => {
    times.fill(0);
    for (let i = 0; i < times.length; i += 1) {
      const block = Math.floor(random() * times.length);
      times[block] = (times[block] ?? 0) + 1;
    }
    total.fill(0);
    for (let block = 0; block < times.length; block += 1) addBlock(packed, block, times[block] ?? 0, total);
  };
}
