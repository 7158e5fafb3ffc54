'use client';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocale } from 'use-intl';
import { useTranslations } from '@/components/ui/use-translations';
import { Button } from './button';
import { CopyId } from './copy-button';
import { failureCode, failureDetail, failureRequestId, isOffline } from './failure';
import { shortId } from './format';
import { Note } from './note';

/** What failed, the cause if known, Try again, request id. `error` is whatever was thrown; an ApiError says most. */
export function InlineError({ error, title, onRetry }: { error: unknown; title?: ReactNode; onRetry?: () => void }) {
  const t = useTranslations('ui');
  const words = useTranslations('errors');
  const code = failureCode(error);
  const requestId = failureRequestId(error);
  const detail = failureDetail(error);
  const isEnglish = useLocale() === 'en';
  const known = isOffline(error) ? t('error.offline') : code ? words(code) : t('error.unknown');
  const cause = isEnglish && detail && !isOffline(error) ? detail : known;
  return (
    <Note
      kind="bad"
      urgent
      detail={isEnglish || isOffline(error) ? undefined : detail}
      title={title ?? t('error.title')}
      actions={
        <>
          {onRetry ? (
            <Button size="sm" icon={<RefreshCw aria-hidden="true" />} onClick={onRetry}>
              {t('retry')}
            </Button>
          ) : null}
          {requestId ? (
            <span className="inline-flex items-center gap-1.5 text-xs text-ink-2">
              {t('requestId')} <CopyId id={requestId} shown={shortId(requestId)} what={t('requestId')} />
            </span>
          ) : null}
        </>
      }
    >
      {cause}
    </Note>
  );
}
