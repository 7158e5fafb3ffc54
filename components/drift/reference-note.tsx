'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { ReferenceUpload } from '@/lib/domain/datasets/schema';

const SHOWN = 12;

/** What was made of a file that has just become the reference. */
export function ReferenceNote({ upload }: { upload: ReferenceUpload }) {
  const t = useTranslations('drift.upload');
  const { reference, ignored, matchedBy } = upload;
  const names = `${ignored.slice(0, SHOWN).join(', ')}${ignored.length > SHOWN ? ' …' : ''}`;
  return (
    <Note
      kind="ok"
      title={t('done', { rows: reference.rows, columns: Object.keys(reference.columns).length })}
      detail={
        <>
          {t(matchedBy === 'name' ? 'byName' : 'byPosition')}{' '}
          {ignored.length > 0 ? t('ignored', { count: ignored.length, names }) : null}
        </>
      }
    >
      {t('recount')}
    </Note>
  );
}
