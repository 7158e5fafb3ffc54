'use client';
import { useFormat } from '@/components/ui/use-format';
import type { DriftCosts } from '@/lib/domain/performance/schema';

/** A change of the measure, in points of accuracy or in the unit of the error, and its interval. */
export function useCostWords({ measure, unit }: Pick<DriftCosts, 'measure' | 'unit'>) {
  const format = useFormat();
  const signed = (value: number) =>
    measure === 'accuracy'
      ? format.pointsValue(value)
      : `${value > 0 ? '+' : ''}${format.figures(value === 0 ? 0 : value, 3)}`;
  return {
    change: (value: number) =>
      measure === 'accuracy' ? format.points(value) : format.withUnit(signed(value), unit).trim(),
    interval: ({ low, high }: { low: number; high: number }) => format.between(signed(low), signed(high)),
  };
}
