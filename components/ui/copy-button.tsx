'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { buttonClass } from './button';

type CopyState = 'idle' | 'copied' | 'failed';

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies `text`. `what` names it for the ear ("sha256"); `iconOnly` for ids in lines and tables. */
export function CopyButton({
  text,
  what,
  iconOnly = false,
  kind = 'outlined',
}: {
  text: string;
  what?: string;
  iconOnly?: boolean;
  kind?: 'outlined' | 'quiet';
}) {
  const t = useTranslations('ui.copy');
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const word = state === 'copied' ? t('copied') : t('copy');
  const name = what ? t('copyOf', { what }) : t('copy');
  return (
    <button
      type="button"
      title={iconOnly ? name : undefined}
      aria-label={iconOnly || what ? name : undefined}
      className={
        iconOnly
          ? 'relative z-1 inline-grid size-6 shrink-0 place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink max-md:size-10'
          : buttonClass(kind, 'sm')
      }
      onClick={() => {
        void writeClipboard(text).then((isDone) => setState(isDone ? 'copied' : 'failed'));
      }}
    >
      {state === 'copied' ? <Check aria-hidden="true" className="text-ok" /> : <Copy aria-hidden="true" />}
      {iconOnly ? null : word}
      <span aria-live="polite" className="sr-only">
        {state === 'copied' ? t('copied') : state === 'failed' ? t('failed') : ''}
      </span>
    </button>
  );
}

/** An id or hash in mono, shortened in the middle, whole on hover and when copied. */
export function CopyId({ id, shown, what }: { id: string; shown: string; what: string }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <code title={id}>{shown}</code>
      <CopyButton text={id} what={what} iconOnly />
    </span>
  );
}
