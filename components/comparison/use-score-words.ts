import { useFormat } from '@/components/ui/use-format';
import type { ComparedScores, Difference } from '@/lib/domain/comparison/schema';

/** How scores and their differences are written: shares and points, or an error in its unit, of which less is better. */
export function useScoreWords({ measure, unit }: Pick<ComparedScores, 'measure' | 'unit'>) {
  const format = useFormat();
  const withUnit = (text: string) => (unit ? format.withUnit(text, unit) : text);
  const isShare = measure === 'accuracy';
  /** The change from one version to the other: what is gained of an error makes it smaller. */
  const change = (gain: number) =>
    isShare ? format.pointsValue(gain) : `${gain < 0 ? '+' : gain > 0 ? '−' : ''}${format.figures(Math.abs(gain), 3)}`;
  return {
    score: (value: number) => (isShare ? format.percent(value) : withUnit(format.figures(value, 4))),
    change,
    changeWithUnit: (gain: number) => (isShare ? format.points(gain) : withUnit(change(gain))),
    interval: ({ low, high }: Difference) =>
      low === null || high === null
        ? null
        : isShare
          ? format.between(change(low), change(high))
          : format.between(change(high), change(low)),
  };
}
