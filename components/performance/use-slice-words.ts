'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { SliceColumn, SliceEstimate, SliceName } from '@/lib/domain/performance/schema';

/** How slices, columns and intervals are written. */
export function useSliceWords() {
  const t = useTranslations('performance.slices');
  const format = useFormat();
  const edge = (value: number) => format.figures(value, 6);
  return {
    /** "3 to 5", "up to 3", "above 5", a value, or what its values have in common. */
    slice: (name: SliceName): string => {
      if (name.kind === 'value') return name.value;
      if (name.kind !== 'band') return t(`names.${name.kind}`);
      const { low, high } = name;
      if (low === null) return high === null ? t('names.other') : t('names.upTo', { high: edge(high) });
      return high === null
        ? t('names.above', { low: edge(low) })
        : t('names.between', { low: edge(low), high: edge(high) });
    },
    column: ({ from, name, title }: Pick<SliceColumn, 'from' | 'name'> & { title: string }): string =>
      from === 'context' ? `context.${name}` : title || name,
    interval: ({ low, high }: SliceEstimate, write: (value: number) => string): string | null =>
      low === null || high === null ? null : format.between(write(low), write(high)),
  };
}
