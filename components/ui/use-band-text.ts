import { useFormat } from './use-format';
import { useTranslations } from './use-translations';

const FIGURES = 6;

/** Writes a band of numbers, above `low` up to and with `high`; null is no end, and text of its own where neither is one. */
export function useBandText() {
  const t = useTranslations('ui.band');
  const format = useFormat();
  const edge = (value: number) => format.figures(value, FIGURES);
  return ({ low, high }: { low: number | null; high: number | null }, whole: string): string => {
    if (low === null) return high === null ? whole : t('upTo', { high: edge(high) });
    return high === null ? t('above', { low: edge(low) }) : t('between', { low: edge(low), high: edge(high) });
  };
}
