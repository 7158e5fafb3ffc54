import { useFormat } from '@/components/ui/use-format';
import type { MEASURES, RatioChange } from '@/lib/domain/tuning/schema';

export type Measure = (typeof MEASURES)[number] | 'mae';

const SHARES: readonly Measure[] = ['accuracy', 'coverage', 'errorRate'];

/** Measures before and after, with their change: shares in percent and points, all else as figures. */
export function useRatioWords() {
  const format = useFormat();
  const isShare = (name: Measure) => SHARES.includes(name);
  const value = (name: Measure, measured: number | null) =>
    measured === null ? '–' : isShare(name) ? format.percent(measured) : format.figures(measured, 4);
  const signed = (name: Measure, measured: number) =>
    isShare(name)
      ? format.points(measured)
      : `${measured < 0 ? '−' : measured > 0 ? '+' : ''}${format.figures(Math.abs(measured), 3)}`;
  return {
    value,
    change: (name: Measure, { difference }: RatioChange) => (difference === null ? '–' : signed(name, difference)),
    interval: (name: Measure, { low, high }: RatioChange) =>
      low === null || high === null ? null : format.between(signed(name, low), signed(name, high)),
  };
}
