import { useTranslations } from '@/components/ui/use-translations';
import type { Agreement } from '@/lib/domain/review/schema';

/** The days that agreement is told of, and whether only the newest reviews of them were read. */
export function useWindow({ days, isCut }: Agreement): string {
  const t = useTranslations('review.people');
  return isCut ? t('windowCut', { n: days }) : t('window', { n: days });
}
