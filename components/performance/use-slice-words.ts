'use client';
import { useBandText } from '@/components/ui/use-band-text';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { SliceColumn, SliceEstimate, SliceName } from '@/lib/domain/performance/schema';

/** How slices, columns and intervals are written. */
export function useSliceWords() {
  const t = useTranslations('performance.slices');
  const format = useFormat();
  const band = useBandText();
  return {
    /** "3 to 5", "up to 3", "above 5", a value, or what its values have in common. */
    slice: (name: SliceName): string => {
      if (name.kind === 'value') return name.value;
      if (name.kind !== 'band') return t(`names.${name.kind}`);
      return band(name, t('names.other'));
    },
    column: ({ from, name, title }: Pick<SliceColumn, 'from' | 'name'> & { title: string }): string =>
      from === 'context' ? `context.${name}` : title || name,
    interval: ({ low, high }: SliceEstimate, write: (value: number) => string): string | null =>
      low === null || high === null ? null : format.between(write(low), write(high)),
  };
}
