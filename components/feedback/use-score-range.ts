import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Score } from '@/lib/domain/feedback/schema';

/** The range of a number in words; empty where it has none. */
export function useScoreRange() {
  const t = useTranslations('feedback.scores');
  const format = useFormat();
  return ({ min, max }: Pick<Score, 'min' | 'max'>): string => {
    if (min !== null && max !== null) return t('range', { min: format.number(min), max: format.number(max) });
    if (min !== null) return t('from', { min: format.number(min) });
    return max !== null ? t('upTo', { max: format.number(max) }) : '';
  };
}
