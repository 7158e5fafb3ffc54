'use client';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import { ApiError } from '@/lib/platform/http/client';

/** Why settings did not come into force; where a second person should approve, the way past it for administrators. */
export function ChangeFailure({
  error,
  title,
  mayOverride,
  busy,
  onOverride,
}: {
  error: Error;
  title: string;
  mayOverride: boolean;
  busy: boolean;
  onOverride: () => void;
}) {
  const t = useTranslations('tuning.save');
  if (!(error instanceof ApiError) || error.problem.reason !== 'needs_approval')
    return <InlineError error={error} title={title} />;
  return (
    <Note
      kind="bad"
      urgent
      title={title}
      actions={
        mayOverride ? (
          <Button size="sm" kind="danger" busy={busy} onClick={onOverride}>
            {t('override')}
          </Button>
        ) : undefined
      }
    >
      {t('needsApproval')}
    </Note>
  );
}
