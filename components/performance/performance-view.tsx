'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsInteger, useQueryState } from 'nuqs';
import { QueryPanel } from '@/components/shell/query-panel';
import { useRange } from '@/components/shell/range-control';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import { BlocksSection } from './blocks-section';
import { ClassDetails } from './class-details';
import { EstimateSection } from './estimate-section';
import { LabelSourcesSection } from './label-sources-section';
import { LabelsSection } from './labels-section';
import { NumberDetails } from './number-details';
import { PerformanceNotes } from './performance-notes';
import { PerformanceSummary } from './performance-summary';
import { PERFORMANCE_RANGE, performanceQueries } from './queries';
import { RoutesTable } from './routes-table';
import { SlicesSection } from './slices-section';
import { SourcesTable } from './sources-table';

/** How right were the answers, by the labels that have arrived? */
export function PerformanceView({
  project,
  model,
  command,
  mayLabel,
  mayChoose,
  mayPull,
}: {
  project: string;
  model: string;
  command: string;
  mayLabel: boolean;
  mayChoose: boolean;
  mayPull: boolean;
}) {
  const t = useTranslations('performance');
  const range = useRange(PERFORMANCE_RANGE);
  const [asked] = useQueryState('version', parseAsInteger);
  const version = asked !== null && asked > 0 ? asked : null;
  const query = useQuery(performanceQueries.detail(project, model, { range: range.text, version }));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[720px] w-full" />}>
      {(performance) => {
        const { result } = performance;
        const of = { model, performance };
        const pulled = <LabelSourcesSection of={{ project, model }} mayManage={mayPull} />;
        const estimated =
          performance.task === 'classification' || performance.task === 'regression' ? (
            <EstimateSection {...{ project, model, version }} isRegression={performance.task === 'regression'} />
          ) : null;
        if (!result)
          return (
            <div className="flex flex-col gap-4">
              <PerformanceNotes performance={performance} />
              <Panel flush>
                {performance.task === 'tensors' ? (
                  <EmptyState title={t('tensors.title')}>{t('tensors.body')}</EmptyState>
                ) : (
                  <EmptyState title={t('empty.title')} command={{ label: t('empty.command'), code: command }}>
                    {t('empty.body', { answered: performance.labels.answeredRows })}
                  </EmptyState>
                )}
              </Panel>
              {estimated}
              {mayLabel && performance.task !== 'tensors' ? <LabelsSection project={project} model={model} /> : null}
              {performance.task === 'tensors' ? null : pulled}
            </div>
          );
        return (
          <>
            <PerformanceSummary {...of} />
            <BlocksSection of={{ project, model }} performance={performance} mayChoose={mayChoose} />
            {estimated}
            {result.kind === 'classes' ? (
              <ClassDetails {...of} result={result} />
            ) : (
              <NumberDetails {...of} result={result} />
            )}
            <SlicesSection
              of={{ project, model }}
              search={{ range: range.text, version }}
              performance={performance}
              mayChoose={mayChoose}
            />
            <RoutesTable performance={performance} />
            <SourcesTable performance={performance} />
            {mayLabel ? <LabelsSection project={project} model={model} /> : null}
            {pulled}
          </>
        );
      }}
    </QueryPanel>
  );
}
