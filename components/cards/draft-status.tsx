'use client';
import { InlineError } from '@/components/ui/inline-error';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { CardDraft } from './use-card-draft';

/** One quiet line that says where the text is. */
export function DraftStatus({ draft, isTooLong }: { draft: CardDraft; isTooLong: boolean }) {
  const t = useTranslations('cards.draft');
  const format = useFormat();
  const { state } = draft;
  const when = (at: string) => (format.day(at) === format.day(format.now) ? format.time(at) : format.dayTime(at));
  const words =
    state.kind === 'saved'
      ? t('saved', { time: when(state.at) })
      : state.kind === 'failed'
        ? t('failed')
        : state.kind === 'waiting' && isTooLong
          ? t('tooLong')
          : t(state.kind);
  return (
    <p role="status" className="text-sm text-ink-3">
      {words}
    </p>
  );
}

export function DraftError({ draft }: { draft: CardDraft }) {
  const t = useTranslations('cards.draft');
  const { state } = draft;
  return state.kind === 'failed' ? (
    <div className="mb-4">
      <InlineError error={state.error} title={t('failedTitle')} onRetry={draft.flushQuietly} />
    </div>
  ) : null;
}
