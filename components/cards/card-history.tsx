'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { CARD_FIELDS, type Card } from '@/lib/domain/cards/schema';
import { countFilled } from './card-content';
import { cardQueries, type OfVersion, restoreCard } from './queries';
import type { CardDraft } from './use-card-draft';

/** Every revision, newest first; an older one can become the draft again, and that can be undone. */
export function CardHistory({ of, draft }: { of: OfVersion; draft: CardDraft }) {
  const t = useTranslations('cards.history');
  const cards = useTranslations('cards');
  const ui = useTranslations('ui');
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(cardQueries.history(of));
  const restore = useMutation({
    mutationFn: async (revision: number) => {
      await draft.flush();
      const before = draft.content;
      return { before, card: await restoreCard(of, revision) };
    },
    onSuccess: async ({ before, card }, revision) => {
      draft.take(card);
      client.setQueryData(cardQueries.detail(of).queryKey, (view) => (view ? { ...view, draft: card } : view));
      showSuccess(t('restored', { revision }), {
        label: ui('undo'),
        onUndo: () => {
          draft.change(before);
          draft.flushQuietly();
        },
      });
      await client.invalidateQueries({ queryKey: cardQueries.history(of).queryKey });
    },
  });
  const newest = query.data?.revisions[0]?.revision;
  const columns: Column<Card>[] = [
    {
      key: 'revision',
      header: t('revision'),
      cell: (card) => (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold">{format.number(card.revision)}</span>
          {card.published ? <State kind="ok">{t('published')}</State> : <State kind="off">{t('draft')}</State>}
        </span>
      ),
    },
    {
      key: 'when',
      header: t('when'),
      cell: (card) => {
        const at = card.publishedAt ?? card.createdAt;
        return (
          <span className="flex flex-col py-1">
            <span title={format.exact(at)}>{format.dayTime(at)}</span>
            <span className="text-xs text-ink-3">{card.createdBy}</span>
          </span>
        );
      },
    },
    {
      key: 'filled',
      header: t('filled'),
      cell: (card) => cards('counter', { filled: countFilled(card.fields), all: CARD_FIELDS.length }),
    },
    {
      key: 'restore',
      header: t('restore'),
      hideHeader: true,
      phone: 'wide',
      align: 'right',
      cell: (card) =>
        card.revision === newest ? null : (
          <Button
            size="sm"
            aria-label={t('restoreOf', { revision: card.revision })}
            busy={restore.isPending && restore.variables === card.revision}
            onClick={() => restore.mutate(card.revision)}
          >
            {t('restore')}
          </Button>
        ),
    },
  ];
  return (
    <section aria-labelledby="card-history">
      <SectionHeading
        id="card-history"
        title={t('title')}
        hint={query.data ? t('count', { count: query.data.revisions.length }) : undefined}
      />
      {restore.isError ? (
        <div className="mb-3">
          <InlineError error={restore.error} title={t('notRestored')} />
        </div>
      ) : null}
      <Panel flush>
        <QueryPanel
          query={query}
          errorTitle={t('notLoaded')}
          isEmpty={({ revisions }) => revisions.length === 0}
          empty={<p className="px-5 py-6 text-md text-ink-2 max-md:px-4">{t('empty')}</p>}
        >
          {({ revisions }) => (
            <Table label={t('title')} columns={columns} rows={revisions} rowKey={({ revision }) => String(revision)} />
          )}
        </QueryPanel>
      </Panel>
    </section>
  );
}
