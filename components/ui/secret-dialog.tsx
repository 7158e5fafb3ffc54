'use client';
import { Button } from './button';
import { CopyButton } from './copy-button';
import { Dialog } from './dialog';
import { useTranslations } from './use-translations';

/** What a webhook is signed with, shown once. */
export function SecretDialog({ secret, url, onClose }: { secret: string; url: string; onClose: () => void }) {
  const t = useTranslations('ui.secret');
  return (
    <Dialog
      open
      keepOpen
      onOpen={(open) => (open ? undefined : onClose())}
      question={t('title')}
      answers={
        <Button kind="main" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <p>{t('hint', { host: new URL(url.trim()).host })}</p>
      <div className="flex items-center gap-2 rounded-md bg-sunken py-2 pr-2 pl-3 max-md:flex-col max-md:items-stretch">
        <code className="min-w-0 flex-1 text-ink select-all [overflow-wrap:anywhere]">{secret}</code>
        <CopyButton text={secret} what={t('name')} />
      </div>
      <p className="text-sm">{t('verify')}</p>
    </Dialog>
  );
}
