'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Pagination } from '@/components/ui/pagination';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { AuditEvent } from '@/lib/domain/people/schema';
import { toAuditFilter, writeEventFilter } from './event-filter';
import { EventFilters } from './event-filters';
import { type EventPage, eventPageLinks } from './event-pages';
import { EventsTable } from './events-table';
import { peopleQueries } from './queries';

export function EventsView({
  project,
  page,
  anchors,
}: {
  project: string;
  page: EventPage;
  /** What holds the trail from outside. */
  anchors: ReactNode;
}) {
  const t = useTranslations('people.events');
  const format = useFormat();
  const query = useQuery(peopleQueries.events(project, toAuditFilter(page.filter), page.cursor));
  const base = `/p/${project}/events`;
  const isFiltered = writeEventFilter(page.filter).length > 0;
  const span = (events: readonly AuditEvent[]) => {
    const [newest, oldest] = [events[0], events.at(-1)];
    return newest && oldest
      ? t('shown', { count: events.length, from: format.dayTime(oldest.at), to: format.dayTime(newest.at) })
      : undefined;
  };
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      {anchors}
      <EventFilters project={project} base={base} filter={page.filter} />
      <Panel flush>
        <QueryPanel
          query={query}
          errorTitle={t('notLoaded')}
          skeleton={<SkeletonRows rows={12} />}
          isEmpty={({ events }) => events.length === 0}
          empty={
            <EmptyState
              title={t('emptyTitle')}
              action={page.cursor || isFiltered ? <LinkButton href={base}>{t('newest')}</LinkButton> : null}
            >
              {t(isFiltered ? 'noneFits' : 'empty')}
            </EmptyState>
          }
        >
          {({ events, nextCursor }) => (
            <>
              <EventsTable events={events} />
              <div className="border-t border-line">
                <Pagination {...eventPageLinks(base, page, nextCursor)} shown={span(events)} />
              </div>
            </>
          )}
        </QueryPanel>
      </Panel>
    </>
  );
}
