import { addUp } from '@/lib/pure/slices/compare-slices';
import { prAucOfBins, rocAucOfBins } from '@/lib/pure/stats/binned-curves';
import { type ClassScores, classScores } from '@/lib/pure/stats/class-scores';
import { clusterBootstrapSums } from '@/lib/pure/stats/cluster-bootstrap-sums';
import type { ConfusionMatrix } from '@/lib/pure/stats/confusion-matrix';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { type DrawnInterval, type Way, widestInterval } from '@/lib/pure/stats/widest-interval';
import { MAX_CURVES } from './count-row';
import { type ClassMeasures, emptyHistogram, type Measures } from './measures';
import { filledBins } from './measures-json';
import {
  CLASS_METRICS,
  CLASS_SHARES,
  type ClassMetric,
  type ClassPerformance,
  FEW_BLOCKS,
  type Measure,
} from './schema';
import {
  asList,
  baselineOfClasses,
  type ClassLayout,
  classSums,
  curveErrors,
  curveOf,
  layoutLength,
  matrixOf,
  scoreClasses,
} from './score-classes';

/** Numbers that a thousand drawings may add up: about a second. Beyond it curves have no interval, and then nothing has. */
const MOST_ADDED = 400_000;
const CURVE_METRICS: readonly ClassMetric[] = ['rocAuc', 'prAuc', 'calibrationError'];

/** The classes of the version first, as far as they are few, then those that labels and answers brought. */
function labelsOf(known: readonly string[], classes: ClassMeasures): string[] {
  const labels = new Set(known.length > MAX_CURVES ? [] : known);
  for (const [label, row] of classes.cells) for (const name of [label, ...row.keys()]) labels.add(name);
  return [...labels];
}

/** The measures of some classes as a row of a table or a point of a course has them. */
export function classValues(measures: Measures, known: readonly string[]): Partial<Record<ClassMetric, number | null>> {
  if (!measures.classes) return {};
  const layout = layoutOf(measures.classes, known);
  const scores = scoreClasses(classSums(measures.classes, layout), layout);
  return Object.fromEntries(CLASS_METRICS.map((metric) => [metric, finiteOrNull(scores[metric])]));
}

const layoutOf = (classes: ClassMeasures, known: readonly string[]): ClassLayout => ({
  labels: labelsOf(known, classes),
  hasCurves: classes.histograms.size > 0,
});

/** Everything that labels say about a classification, with intervals from drawing whole blocks again; `ways` as for `widestInterval`. */
export function describeClasses(input: {
  classes: ClassMeasures;
  ways: readonly Way<Measures>[];
  known: readonly string[];
  names: Readonly<Record<string, string>>;
}): ClassPerformance {
  const { classes, ways, known, names } = input;
  const layout = layoutOf(classes, known);
  const sums = classSums(classes, layout);
  const scores = scoreClasses(sums, layout);
  const baseline = baselineOfClasses(sums, layout);
  const errors = curveErrors(sums, layout);
  const intervals = drawBlocks(ways, layout, scores);
  const measureOf = (metric: ClassMetric, k: number): Measure => ({
    value: finiteOrNull(scores[metric]),
    ...intervalOf(intervals[k]),
    baseline: finiteOrNull(baseline[metric]),
    binning: metric === 'rocAuc' || metric === 'prAuc' ? (finiteOrNull(errors[metric]) ?? 0) : 0,
  });
  const matrix = matrixOf(sums, layout);
  const all = matrix.counts.reduce((sum, row) => sum + row.reduce((part, count) => part + count, 0), 0);
  return {
    kind: 'classes',
    scoredRows: classes.scored.n,
    mostFrequent: baseline.label,
    // Object.fromEntries forgets which keys it got: all of them.
    measures: Object.fromEntries(
      CLASS_METRICS.map((metric, k) => [metric, measureOf(metric, k)]),
    ) as ClassPerformance['measures'],
    classes: classScores(matrix).map((one, k) => {
      const curve = layout.hasCurves ? curveOf(sums, layout, k) : null;
      const roc = curve && rocAucOfBins(curve);
      const pr = curve && prAucOfBins(curve);
      return {
        ...one,
        intervals: intervalsOf(intervals, k),
        name: (Object.hasOwn(names, one.label) && names[one.label]) || one.label,
        rocAuc: { value: finiteOrNull(roc?.value ?? Number.NaN), binning: finiteOrNull(roc?.error ?? 0) ?? 0 },
        prAuc: {
          value: finiteOrNull(pr?.value ?? Number.NaN),
          low: finiteOrNull(pr?.low ?? Number.NaN),
          high: finiteOrNull(pr?.high ?? Number.NaN),
          baseline: finiteOrNull(one.support / all),
        },
        bins: filledBins(classes.histograms.get(one.label) ?? emptyHistogram()),
      };
    }),
    confusion: matrix.counts.flatMap((row, i) =>
      row.flatMap((rows, j): [number, number, number][] => (rows > 0 ? [[i, j, rows]] : [])),
    ),
  };
}

export const intervalOf = (drawn: DrawnInterval | undefined): Pick<Measure, 'low' | 'high' | 'by'> => ({
  low: finiteOrNull(drawn?.low ?? Number.NaN),
  high: finiteOrNull(drawn?.high ?? Number.NaN),
  by: drawn && finiteOrNull(drawn.low) !== null ? drawn.by : null,
});

/** Intervals in the order of the metrics, then of the shares of each class. */
function drawBlocks(
  ways: readonly Way<Measures>[],
  layout: ClassLayout,
  scores: ReturnType<typeof scoreClasses>,
): DrawnInterval[] {
  const drawn = ways.map((way) => drawWay(way, layout, scores));
  const size = CLASS_METRICS.length + layout.labels.length * CLASS_SHARES.length;
  return Array.from({ length: size }, (_, k) => widestInterval(drawn.map((intervals) => intervals?.[k] ?? null)));
}

/** Of one kind of blocks; null with too few of them, or too many for a page to draw. */
function drawWay(
  { by, blocks }: Way<Measures>,
  whole: ClassLayout,
  scores: ReturnType<typeof scoreClasses>,
): DrawnInterval[] | null {
  if (blocks.length < FEW_BLOCKS) return null;
  const isCheap = (layout: ClassLayout) => blocks.length * layoutLength(layout) <= MOST_ADDED;
  const hasCurves = whole.hasCurves && blocks.some(({ classes }) => (classes?.histograms.size ?? 0) > 0);
  const layout = { ...whole, hasCurves: hasCurves && isCheap({ ...whole, hasCurves }) };
  if (!isCheap(layout)) return null;
  const sums = blocks.map(({ classes }) => classSums(classes, layout));
  const drawn = clusterBootstrapSums({
    sums,
    statistics: (sum) => [...asList(scoreClasses(sum, layout)), ...sharesOf(matrixOf(sum, layout))],
  });
  // Groups keep their scores in wider bins, which moves a curve's value a little: its interval is moved back by as much.
  const own = scoreClasses(addUp(sums, layoutLength(layout)), layout);
  return drawn.map(({ low, high }, k) => {
    const metric = CLASS_METRICS[k];
    const apart = metric && by === 'entity' && CURVE_METRICS.includes(metric) ? scores[metric] - own[metric] : 0;
    return { low: low + apart, high: high + apart, by };
  });
}

/** Shares of each class; NaN where days were drawn that hold no rows of it. */
function sharesOf(matrix: ConfusionMatrix): number[] {
  const answered = matrix.classes.map((_, i) => matrix.counts.reduce((sum, row) => sum + (row[i] ?? 0), 0));
  const known = (value: number, rows: number) => (rows > 0 ? value : Number.NaN);
  const listOf = ({ precision, recall, f1, support }: ClassScores, i: number) => [
    known(precision, answered[i] ?? 0),
    known(recall, support),
    known(f1, support + (answered[i] ?? 0)),
  ];
  return classScores(matrix).flatMap(listOf);
}

function intervalsOf(drawn: readonly DrawnInterval[], k: number): ClassPerformance['classes'][number]['intervals'] {
  const at = CLASS_METRICS.length + k * CLASS_SHARES.length;
  // Object.fromEntries forgets which keys it got: all of them.
  return Object.fromEntries(
    CLASS_SHARES.map((share, i) => {
      const { low, high, by } = drawn[at + i] ?? { low: Number.NaN, high: Number.NaN, by: null };
      return [share, Number.isNaN(low) || by === null ? null : { low, high, by }];
    }),
  ) as ClassPerformance['classes'][number]['intervals'];
}
