'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/ui/empty-state';
import { shortId } from '@/components/ui/format';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ItemRow } from '@/lib/domain/review/schema';
import { reviewQueries } from './queries';

/** What was decided in a queue, newest first. */
export function SettledTable({ project, queue }: { project: string; queue: string }) {
  const t = useTranslations('review.settled');
  const decisions = useTranslations('review.decision');
  const destinations = useTranslations('review.waiting');
  const format = useFormat();
  const query = useInfiniteQuery(reviewQueries.items(project, queue, 'settled'));
  if (query.isPending)
    return (
      <Panel flush>
        <SkeletonRows rows={6} />
      </Panel>
    );
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Panel flush>
        <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
      </Panel>
    );
  const columns: Column<ItemRow>[] = [
    {
      key: 'time',
      header: t('time'),
      cell: ({ settledAt }) =>
        settledAt ? <span title={format.exact(settledAt)}>{format.ago(settledAt)}</span> : <Dash />,
    },
    {
      key: 'outcome',
      header: t('outcome'),
      cell: ({ outcome, value }) =>
        outcome === 'label' ? <b className="font-semibold">{value}</b> : outcome ? decisions(outcome) : <Dash />,
    },
    { key: 'destination', header: t('destination'), cell: ({ destination }) => destinations(destination) },
    { key: 'entity', header: t('entity'), cell: ({ entity }) => entity ?? <Dash /> },
    { key: 'row', header: t('row'), cell: ({ rowId }) => <code title={rowId}>{shortId(rowId)}</code> },
  ];
  return (
    <Panel flush>
      <Table
        label={t('table')}
        columns={columns}
        rows={items}
        rowKey={(row) => row.id}
        href={(row) => `/p/${project}/predictions/${row.rowId}`}
      />
      <ShowMore query={query}>{destinations('more')}</ShowMore>
    </Panel>
  );
}
