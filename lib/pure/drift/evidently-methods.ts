import { andersonDarlingTest } from '../stats/anderson-darling';
import { energyDistance, wassersteinDistance } from '../stats/cdf-distance';
import { chiSquareFit, gTest } from '../stats/chi-square-test';
import { cramerVonMisesTest } from '../stats/cramer-von-mises';
import { eppsSingletonTest } from '../stats/epps-singleton';
import { fillZeroShares } from '../stats/fill-zero-shares';
import { fisherExact } from '../stats/fisher-exact';
import { greatestDivisor } from '../stats/greatest-divisor';
import { hellingerDistance } from '../stats/hellinger';
import { sortedHistogramCounts, sturgesEdges } from '../stats/histogram-edges';
import { jensenShannonDistance } from '../stats/jensen-shannon';
import { klDivergence } from '../stats/kl-divergence';
import { kolmogorovSmirnovTest } from '../stats/kolmogorov-smirnov';
import { mannWhitneyTest } from '../stats/mann-whitney';
import { mersenneTwister } from '../stats/mersenne-twister';
import { deviationOf } from '../stats/moments';
import { countDistinct, countSorted, type PairedCounts } from '../stats/paired-counts';
import { populationStabilityIndex } from '../stats/psi';
import { studentTTest } from '../stats/student-t-test';
import { sumOf } from '../stats/sum-of';
import type { TestResult } from '../stats/test-result';
import { totalVariation, totalVariationPermutation } from '../stats/total-variation';
import { twoProportionZ } from '../stats/two-proportion-z';
import type { Answer, UndefinedReason } from './drift-verdict';

/** A column after cleaning: numbers sorted upwards, or counts over the sorted categories of both sides. */
export type CleanPair =
  | { readonly kind: 'number'; readonly reference: Float64Array; readonly current: Float64Array }
  | { readonly kind: 'category'; readonly counts: PairedCounts; readonly codes: Codes };
/** The rows of both sides in their order, as numbers of their categories; asked for by TVD only. */
export type Codes = () => readonly [reference: Uint32Array, current: Uint32Array];

type Outcome = Answer | UndefinedReason;

interface Method {
  readonly threshold: number;
  /** How the score is held against the threshold. */
  readonly drifts: '<' | '<=' | '>' | '>=';
  readonly ofNumbers?: (reference: Float64Array, current: Float64Array) => Outcome;
  readonly ofCounts?: (counts: PairedCounts, codes: Codes) => Outcome;
}

const DISTINCT_FOR_BINS = 20;
const DEVIATION_FLOOR = 0.001;
const TVD_ROUNDS = 1_000;
const unless = (result: TestResult, reason: UndefinedReason): Outcome =>
  Number.isNaN(result.pValue) ? reason : result;

/** Each distinct value a bin up to 20 distinct reference values, above that Sturges' bins over both sides. */
function binsOf(reference: Float64Array, current: Float64Array): PairedCounts {
  return countDistinct(reference, [], DISTINCT_FOR_BINS) > DISTINCT_FOR_BINS
    ? sturgesCounts(reference, current, reference.length + current.length)
    : countSorted(reference, current);
}

function sturgesCounts(reference: Float64Array, current: Float64Array, n: number): PairedCounts {
  const low = Math.min(reference[0] ?? 0, current[0] ?? 0);
  const high = Math.max(reference.at(-1) ?? 0, current.at(-1) ?? 0);
  const edges = sturgesEdges(n, low, high);
  // Nothing lies outside of these edges.
  const inner = (sorted: Float64Array): number[] => sortedHistogramCounts(sorted, edges).slice(1, -1);
  return { reference: inner(reference), current: inner(current) };
}

/** A distance over bins, for both kinds of column. */
const ofBins = (distance: (reference: readonly number[], current: readonly number[]) => number) => {
  const ofCounts = ({ reference, current }: PairedCounts): Answer => ({ statistic: distance(reference, current) });
  return {
    threshold: 0.1,
    drifts: '>=',
    ofCounts,
    ofNumbers: (reference: Float64Array, current: Float64Array) => ofCounts(binsOf(reference, current)),
  } as const;
};

/** A test over counts; numbers count by their value. */
const ofValues = (test: (counts: PairedCounts) => Outcome) => ({
  ofCounts: test,
  ofNumbers: (reference: Float64Array, current: Float64Array) => test(countSorted(reference, current)),
});

function fisher({ reference, current }: PairedCounts): Outcome {
  if (reference.length > 2) return 'more-than-two-values';
  if (sumOf(reference) !== sumOf(current)) return 'unequal-lengths';
  const [a = 0, b = 0] = reference;
  const [c = 0, d = 0] = current;
  return { statistic: (a * d) / (b * c), pValue: fisherExact(a, b, c, d) };
}

/** Evidently divides in the smallest unsigned type that holds its table: half precision below 256, single below 65,536. */
function cramerVonMises(reference: Float64Array, current: Float64Array): Outcome {
  const { statistic, pValue, exact } = cramerVonMisesTest(reference, current);
  if (Number.isNaN(pValue)) return 'too-few-values';
  if (!exact) return { statistic, pValue };
  const [n, m] = [reference.length, current.length];
  const multiple = (n * m) / greatestDivisor(n, m);
  const largest = Math.max(multiple ** 2 * (n + m), exact.orders);
  if (largest >= 65_536) return { statistic, pValue };
  return { statistic, pValue: largest >= 256 ? Math.fround(pValue) : roundToHalf(pValue) };
}

function roundToHalf(value: number): number {
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(value))) - 10);
  const steps = Math.round(value / step);
  const isTie = Math.abs(value / step - Math.trunc(value / step)) === 0.5;
  return step * (isTie && steps % 2 === 1 ? steps - 1 : steps);
}

function eppsSingleton(reference: Float64Array, current: Float64Array): Outcome {
  if (Math.min(reference.length, current.length) < 5) return 'too-few-values';
  return unless(eppsSingletonTest(reference, current), 'no-interquartile-range');
}

/** Every method with the threshold and the comparison of Evidently 0.7; the flaws that the package has are its own. */
export const EVIDENTLY_METHODS = {
  ks: { threshold: 0.05, drifts: '<=', ofNumbers: kolmogorovSmirnovTest },
  chisquare: {
    threshold: 0.05,
    drifts: '<',
    ...ofValues(({ reference, current }) => unless(chiSquareFit(reference, current), 'constant')),
  },
  // Share of rows that are not the smallest value; a third value is not told from the second.
  z: {
    threshold: 0.05,
    drifts: '<',
    ...ofValues(({ reference, current }) => {
      const [n, m] = [sumOf(reference), sumOf(current)];
      return twoProportionZ(n - (reference[0] ?? 0), n, m - (current[0] ?? 0), m);
    }),
  },
  wasserstein: {
    threshold: 0.1,
    drifts: '>=',
    ofNumbers: (reference, current) => ({
      statistic: wassersteinDistance(reference, current) / Math.max(deviationOf(reference, 0), DEVIATION_FLOOR),
    }),
  },
  jensenshannon: ofBins((reference, current) => jensenShannonDistance(reference, current, 'e')),
  psi: ofBins((reference, current) => populationStabilityIndex(reference, current, 'evidently')),
  kl_div: ofBins((reference, current) => klDivergence(fillZeroShares(reference), fillZeroShares(current))),
  hellinger: {
    ...ofBins(hellingerDistance),
    // Its bins are as many as the distinct values ask for, not the rows.
    ofNumbers: (reference, current) => {
      const counts = sturgesCounts(reference, current, countDistinct(reference, current));
      return { statistic: hellingerDistance(counts.reference, counts.current) };
    },
  },
  t_test: {
    threshold: 0.05,
    drifts: '<',
    ofNumbers: (reference, current) =>
      reference.length + current.length < 3 ? 'too-few-values' : unless(studentTTest(reference, current), 'constant'),
  },
  // One-sided: a shift downwards is never found.
  mannw: {
    threshold: 0.05,
    drifts: '<',
    ofNumbers: (reference, current) => mannWhitneyTest(reference, current, 'less'),
  },
  anderson: {
    threshold: 0.1,
    drifts: '<',
    ofNumbers: (reference, current) =>
      reference.length + current.length < 4
        ? 'too-few-values'
        : unless(andersonDarlingTest(reference, current), 'constant'),
  },
  cramer_von_mises: { threshold: 0.1, drifts: '<=', ofNumbers: cramerVonMises },
  es: { threshold: 0.05, drifts: '<', ofNumbers: eppsSingleton },
  ed: {
    threshold: 0.1,
    drifts: '>',
    ofNumbers: (reference, current) => ({ statistic: energyDistance(reference, current) }),
  },
  g_test: {
    threshold: 0.1,
    drifts: '<',
    ...ofValues(({ reference, current }) =>
      sumOf(reference) !== sumOf(current) ? 'unequal-lengths' : unless(gTest(reference, current), 'constant'),
    ),
  },
  fisher_exact: { threshold: 0.1, drifts: '<', ...ofValues(fisher) },
  TVD: {
    threshold: 0.1,
    drifts: '<',
    // The package shuffles the rows in their order with this seed: the same rows give the same p.
    ofCounts: ({ reference, current }, codes) => ({
      statistic: totalVariation(reference, current),
      pValue: totalVariationPermutation(...codes(), TVD_ROUNDS, mersenneTwister(0)),
    }),
  },
} as const satisfies Record<string, Method>;

export type EvidentlyMethod = keyof typeof EVIDENTLY_METHODS;
/** The table without what each method lacks, so that any method can be asked for either kind. */
export const methodOf = (method: EvidentlyMethod): Method => EVIDENTLY_METHODS[method];
