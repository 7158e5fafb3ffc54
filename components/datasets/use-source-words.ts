import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetSource } from '@/lib/domain/datasets/schema';

/** Where the rows of a version came from, in a few words. */
export function useSourceWords(): (source: DatasetSource) => string {
  const t = useTranslations('datasets.source');
  return (source) =>
    source.kind === 'upload' ? t('upload', { filename: source.filename }) : t('query', { model: source.query.model });
}
