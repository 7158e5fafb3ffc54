'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import { isBlank } from './card-content';
import { cardQueries, type OfVersion, publishCard } from './queries';
import type { CardDraft } from './use-card-draft';

/** Shows the draft to readers, after saving what is still unsaved. */
export function PublishButton({
  of,
  draft,
  hasDraft,
  isTooLong,
}: {
  of: OfVersion;
  draft: CardDraft;
  hasDraft: boolean;
  isTooLong: boolean;
}) {
  const t = useTranslations('cards.publish');
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: async () => {
      await draft.flush();
      return publishCard(of);
    },
    onSuccess: async (published) => {
      client.setQueryData(cardQueries.detail(of).queryKey, (view) =>
        view ? { ...view, published, draft: null } : view,
      );
      draft.settle();
      showSuccess(t('done', { number: of.number }));
      await client.invalidateQueries({ queryKey: cardQueries.history(of).queryKey });
    },
  });
  const isChanged = hasDraft || !['untouched', 'saved'].includes(draft.state.kind);
  const locked = isTooLong
    ? t('tooLong')
    : isBlank(draft.content)
      ? t('empty')
      : isChanged || publish.isPending
        ? undefined
        : t('nothingNew');
  return (
    <span className="flex flex-col gap-2">
      <Button kind="main" locked={locked} busy={publish.isPending} onClick={() => publish.mutate()}>
        {t('action')}
      </Button>
      {publish.isError && draft.state.kind !== 'failed' ? (
        <InlineError error={publish.error} title={t('failed')} />
      ) : null}
    </span>
  );
}
