'use client';
import { modelHref } from '@/components/shell/addresses';
import { LinkButton } from '@/components/ui/link-button';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';

/** On places that need a model file: why there is nothing, and where to go. */
export function ElsewhereNotice({
  project,
  model,
  place,
  maySend,
}: {
  project: string;
  model: string;
  place: 'try' | 'version' | 'parity' | 'evaluation' | 'upload';
  maySend: boolean;
}) {
  const t = useTranslations('ingest.notice');
  const base = modelHref(project, model);
  return (
    <Note
      kind="info"
      title={t('title', { model })}
      actions={
        maySend ? (
          <>
            <LinkButton href={`${base}/api`}>{t('send')}</LinkButton>
            <LinkButton href={`${base}/monitoring`}>{t('watch')}</LinkButton>
          </>
        ) : undefined
      }
    >
      {t(place)}
    </Note>
  );
}
