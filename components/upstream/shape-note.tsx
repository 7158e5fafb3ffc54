'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';

/** Whether callers would get the same JSON from the file, said before the click. */
export function ShapeNote({ view }: { view: UpstreamView }) {
  const t = useTranslations('upstream.shape');
  const { loss } = view;
  if (!loss) return null;
  const faults = [
    ...(loss.fields.length > 0 ? [t('fields', { fields: loss.fields.join(', ') })] : []),
    ...(loss.varies ? [t('varies')] : []),
    ...loss.unseen.map((asked) => t(`unseen.${asked}`)),
  ];
  const isSame = loss.fields.length === 0 && !loss.varies;
  return (
    <Note kind={isSame ? 'info' : 'warn'} title={isSame ? t('same') : t('differs')} detail={faults.join(' ')}>
      {t('numbers')}
    </Note>
  );
}
