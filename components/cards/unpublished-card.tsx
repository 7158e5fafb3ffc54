'use client';
import { Pencil } from 'lucide-react';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { CardView } from '@/lib/domain/cards/schema';

/** Nothing is published for this version yet: what to do next, for those who write and for those who read. */
export function UnpublishedCard({
  view,
  number,
  base,
  mayEdit,
}: {
  view: CardView;
  number: number;
  base: string;
  mayEdit: boolean;
}) {
  const t = useTranslations('cards.unpublished');
  const format = useFormat();
  const { draft, previous } = view;
  const sentence = draft
    ? t('draft', { when: format.dayTime(draft.createdAt), person: draft.createdBy })
    : t(mayEdit ? 'write' : 'ask');
  return (
    <Panel flush>
      <EmptyState
        title={t('title', { number })}
        action={
          <>
            {mayEdit ? (
              <LinkButton kind="main" href={`${base}/edit?version=${number}`} icon={<Pencil aria-hidden="true" />}>
                {t(draft ? 'goOn' : 'start')}
              </LinkButton>
            ) : null}
            {previous ? (
              <LinkButton href={`${base}?version=${previous.versionNumber}`}>
                {t('readPrevious', { number: previous.versionNumber })}
              </LinkButton>
            ) : null}
          </>
        }
      >
        {sentence}
      </EmptyState>
    </Panel>
  );
}
