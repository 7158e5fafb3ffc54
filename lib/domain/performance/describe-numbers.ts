import { drawWays } from '@/lib/pure/stats/draw-ways';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { logBinBounds } from '@/lib/pure/stats/log-bins';
import type { Way } from '@/lib/pure/stats/widest-interval';
import { intervalOf } from './describe-classes';
import type { Measures, NumberMeasures } from './measures';
import { FEW_BLOCKS, NUMBER_METRICS, type NumberMetric, type NumberPerformance } from './schema';
import { asNumberList, baselineOfNumbers, numberSums, scoreNumbers } from './score-numbers';

export function numberValues({ numbers }: Measures): Partial<Record<NumberMetric, number | null>> {
  if (!numbers) return {};
  const scores = scoreNumbers(numberSums(numbers, numbers.actual.mean));
  return Object.fromEntries(NUMBER_METRICS.map((metric) => [metric, finiteOrNull(scores[metric])]));
}

/** Everything that labels say about a regression, with intervals from drawing whole blocks again; `ways` as for `widestInterval`. */
export function describeNumbers(input: {
  numbers: NumberMeasures;
  ways: readonly Way<Measures>[];
  unit: string;
}): NumberPerformance {
  const { numbers, ways, unit } = input;
  const centre = numbers.actual.mean;
  const scores = scoreNumbers(numberSums(numbers, centre));
  const baseline = baselineOfNumbers(numbers);
  const drawn = drawWays(
    ways.map(({ by, blocks }) => ({ by, blocks: blocks.map((block) => numberSums(block.numbers, centre)) })),
    (sum) => asNumberList(scoreNumbers(sum)),
  );
  const isEnough = (way: number) => (ways[way]?.blocks.length ?? 0) >= FEW_BLOCKS;
  return {
    kind: 'numbers',
    unit,
    mean: finiteOrNull(baseline.mean),
    // Object.fromEntries forgets which keys it got: all of them.
    measures: Object.fromEntries(
      NUMBER_METRICS.map((metric, k) => [
        metric,
        {
          value: finiteOrNull(scores[metric]),
          ...intervalOf(drawn(k, isEnough)),
          baseline: finiteOrNull(baseline[metric]),
          binning: 0,
        },
      ]),
    ) as NumberPerformance['measures'],
    zeros: numbers.zeros,
    residuals: [...numbers.residuals]
      .map(([bin, rows]) => ({ ...logBinBounds(bin), rows }))
      .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
      .sort((a, b) => a.low - b.low),
    overActual: [...numbers.bins.values()]
      .map(({ n, weight, actual, predicted, predictedSquares }) => {
        const mean = predicted / weight;
        const deviation = Math.sqrt(Math.max(0, predictedSquares / weight - mean * mean));
        return { n, actual: actual / weight, predicted: mean, low: mean - deviation, high: mean + deviation };
      })
      .sort((a, b) => a.actual - b.actual),
  };
}
