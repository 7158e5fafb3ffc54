'use client';
import { useEffect, useRef } from 'react';
import { FullPageMessage } from '@/components/shell/full-page-message';
import { useDatabaseState } from '@/components/shell/use-database-state';
import { failureRequestId } from '@/components/ui/failure';
import { useTranslations } from '@/components/ui/use-translations';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell');
  const { isAway } = useDatabaseState();
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isAway) window.location.reload();
    wasAway.current = isAway;
  }, [isAway]);
  return (
    <FullPageMessage
      title={isAway ? t('database.title') : t('error.title')}
      sentence={isAway ? t('database.meanwhile') : t('error.sentence')}
      action={{ label: t('error.action'), onClick: reset }}
      requestId={failureRequestId(error) ?? error.digest}
    />
  );
}
