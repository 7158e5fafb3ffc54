'use client';
import { versionHref } from '@/components/shell/addresses';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { ApiError } from '@/lib/platform/http/client';
import type { OfVersion } from './queries';

const REASONS = ['missing_columns', 'no_prediction_column', 'no_column', 'no_reading', 'all_seen'] as const;

/** Why a table could not be run: a translated sentence where the reason is known, with the server's own below. */
export function RunFailure({ error, of }: { error: unknown; of: OfVersion }) {
  const t = useTranslations('validation.failure');
  const problem = error instanceof ApiError ? error.problem : null;
  const reason = REASONS.find((known) => known === problem?.reason);
  if (!problem || !reason) return <InlineError error={error} title={t('title')} />;
  return (
    <Note
      kind="bad"
      urgent
      title={t(`reasons.${reason}`)}
      detail={problem.detail}
      actions={
        reason === 'missing_columns' ? (
          <TextLink tone="ink" href={`${versionHref(of.project, of.model, of.number)}/columns`}>
            {t('columns')}
          </TextLink>
        ) : undefined
      }
    />
  );
}
