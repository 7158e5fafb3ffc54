'use client';
import { useMutation } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { InlineError } from '@/components/ui/inline-error';
import { useTranslations } from '@/components/ui/use-translations';
import type { FeedbackLink } from '@/lib/domain/feedback/schema';
import { api } from '@/lib/platform/http/client';

/** Makes a link by which somebody without an account may judge the row once. */
export function MakeLink({ project, rowId }: { project: string; rowId: string }) {
  const t = useTranslations('feedback.link');
  const make = useMutation({
    mutationFn: () =>
      api<FeedbackLink>(`/api/predictions/${rowId}/feedback-links`, { method: 'POST', project, body: {} }),
  });
  const address = make.data ? new URL(make.data.path, window.location.origin).href : null;
  return (
    <div className="flex flex-col items-start gap-2">
      <Button size="sm" icon={<Link2 aria-hidden="true" />} busy={make.isPending} onClick={() => make.mutate()}>
        {t('make')}
      </Button>
      <p className="text-xs text-ink-3">{t('hint')}</p>
      {address ? (
        <div className="w-full min-w-0">
          <CodeBlock label={t('make')} samples={[{ key: 'link', label: t('make'), code: address }]} />
        </div>
      ) : null}
      {make.isError ? <InlineError error={make.error} title={t('failed')} /> : null}
    </div>
  );
}
