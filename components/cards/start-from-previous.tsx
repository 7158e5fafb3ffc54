'use client';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { Card } from '@/lib/domain/cards/schema';
import { contentOf } from './card-content';
import type { CardDraft } from './use-card-draft';

export function StartFromPrevious({ previous, draft }: { previous: Card; draft: CardDraft }) {
  const t = useTranslations('cards.previous');
  const start = () => {
    draft.change(contentOf(previous));
    draft.flushQuietly();
  };
  return (
    <div className="mb-5">
      <Note
        kind="info"
        actions={
          <Button size="sm" onClick={start}>
            {t('action', { number: previous.versionNumber })}
          </Button>
        }
      >
        {t('sentence', { number: previous.versionNumber })}
      </Note>
    </div>
  );
}
