'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { LabelFile } from '@/lib/domain/feedback/schema';

/** What a file of labels would do, or did, with what does not fit first. */
export function LabelsFound({ found }: { found: LabelFile }) {
  const t = useTranslations('performance.file.found');
  const { unknown, contradictions, misfits, empty, repeated } = found;
  return (
    <div role="status" className="flex flex-col gap-2">
      {contradictions.count > 0 ? (
        <Note kind="bad" title={t('contradictions', { count: contradictions.count })}>
          {contradictions.examples.join(' ')}
        </Note>
      ) : null}
      {misfits.count > 0 ? (
        <Note kind="warn" title={t('misfits', { count: misfits.count })}>
          {t('examples', { values: misfits.examples.join(', ') })}
        </Note>
      ) : null}
      {unknown.count > 0 ? (
        <Note kind="warn" title={t('unknown', { count: unknown.count, keys: found.keys })}>
          {t('examples', { values: unknown.examples.join(', ') })}
        </Note>
      ) : null}
      <Note
        kind={found.isWritten ? 'ok' : 'info'}
        title={t(found.isWritten ? 'written' : 'would', { rows: found.rows })}
        detail={t('detail', { lines: found.lines, empty, repeated })}
      >
        {found.replaced === null || found.replaced === 0 ? null : t('replaced', { rows: found.replaced })}
      </Note>
    </div>
  );
}
