'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { ShowMore } from '@/components/ui/show-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { ModelChoice } from './field-props';
import { IncidentsTable } from './incidents-table';
import { alertQueries } from './queries';

const STATES = ['all', 'open', 'closed'] as const;
const ANY = 'any';
const inAddress = { state: parseAsStringLiteral(STATES).withDefault('all'), model: parseAsString };

/** Incidents, newest first; the filters stand in the address. */
export function IncidentsSection({ project, models }: { project: string; models: readonly ModelChoice[] }) {
  const t = useTranslations('alerts.incidents');
  const [wanted, setWanted] = useQueryStates(inAddress);
  const model = models.find(({ name }) => name === wanted.model)?.name ?? null;
  const state = wanted.state === 'all' ? null : wanted.state;
  const query = useInfiniteQuery(alertQueries.incidents(project, { state, model }));
  const isFiltered = state !== null || model !== null;
  const incidents = query.data?.pages.flatMap((page) => page.incidents) ?? [];
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        actions={
          <>
            {models.length > 1 ? (
              <Select
                label={t('model')}
                value={model ?? ANY}
                options={[
                  { value: ANY, label: t('allModels') },
                  ...models.map(({ name }) => ({ value: name, label: name })),
                ]}
                onValue={(name) => void setWanted({ model: name === ANY ? null : name })}
              />
            ) : null}
            <Segmented
              label={t('show')}
              choices={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
              value={wanted.state}
              onValue={(value) => void setWanted({ state: value })}
            />
          </>
        }
      />
      <Panel flush>
        {query.isPending ? (
          <SkeletonRows rows={3} />
        ) : query.isError && !query.data ? (
          <div className="p-5">
            <InlineError error={query.error} title={t('notLoaded')} onRetry={() => void query.refetch()} />
          </div>
        ) : incidents.length === 0 ? (
          isFiltered ? (
            <EmptyState
              title={t('nothingFound')}
              action={<Button onClick={() => void setWanted({ state: null, model: null })}>{t('clear')}</Button>}
            />
          ) : (
            <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
          )
        ) : (
          <>
            <IncidentsTable project={project} incidents={incidents} readAtMs={query.dataUpdatedAt} />
            <ShowMore query={query}>{t('more')}</ShowMore>
          </>
        )}
      </Panel>
    </Section>
  );
}
