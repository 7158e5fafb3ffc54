'use client';
import { FullPageMessage } from '@/components/shell/full-page-message';
import { failureRequestId } from '@/components/ui/failure';
import { useTranslations } from '@/components/ui/use-translations';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('shell');
  return (
    <FullPageMessage
      title={t('error.title')}
      sentence={t('error.sentence')}
      action={{ label: t('error.action'), onClick: reset }}
      requestId={failureRequestId(error) ?? error.digest}
    />
  );
}
