'use client';
import { Button } from '@/components/ui/button';
import { CopyId } from '@/components/ui/copy-button';
import { shortId } from '@/components/ui/format';
import { LinkButton } from '@/components/ui/link-button';
import { useTranslations } from '@/components/ui/use-translations';
import { BrandMark } from './brand-mark';

/** One sentence, one action, the request id to copy: not found, no access, error, offline. */
export function FullPageMessage({
  title,
  sentence,
  action,
  requestId,
}: {
  title: string;
  sentence: string;
  action: { label: string; href: string } | { label: string; onClick: () => void };
  requestId?: string | undefined;
}) {
  const t = useTranslations('ui');
  return (
    <main className="mx-auto flex min-h-[80dvh] max-w-120 flex-col justify-center gap-4 px-4">
      <BrandMark size={28} />
      <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
      <p className="text-md text-ink-2">{sentence}</p>
      <div>
        {'href' in action ? (
          <LinkButton kind="main" href={action.href}>
            {action.label}
          </LinkButton>
        ) : (
          <Button kind="main" onClick={action.onClick}>
            {action.label}
          </Button>
        )}
      </div>
      {requestId ? (
        <p className="flex items-center gap-1.5 text-xs text-ink-3">
          {t('requestId')} <CopyId id={requestId} shown={shortId(requestId)} what={t('requestId')} />
        </p>
      ) : null}
    </main>
  );
}
