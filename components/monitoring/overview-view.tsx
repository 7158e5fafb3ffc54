'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { QueryPanel } from '@/components/shell/query-panel';
import { useRange } from '@/components/shell/range-control';
import { useTableViews } from '@/components/shell/use-table-views';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { Model } from '@/lib/domain/registry/schema';
import { CallsChart } from './calls-chart';
import { EndpointPanel } from './endpoint-panel';
import { KeyNumbers } from './key-numbers';
import { LatencyChart } from './latency-chart';
import { OutcomesNow } from './outcomes-chart';
import { monitoringQueries, OVERVIEW_RANGE } from './queries';
import { type ChampionFacts, SevenSteps } from './seven-steps';
import { TrafficSentence } from './traffic-sentence';

/** How a model is doing: sentence, seven steps, four numbers, charts; `children` are what other rooms add. */
export function OverviewView({
  project,
  model,
  facts,
  url,
  command,
  mayManage,
  children,
}: {
  project: string;
  model: Model;
  /** Null of a model that is served elsewhere: its steps are not taken here. */
  facts: ChampionFacts | null;
  url: string;
  /** A call to paste where there is no traffic yet. */
  command: string;
  mayManage: boolean;
  children?: ReactNode;
}) {
  const t = useTranslations('monitoring');
  const range = useRange(OVERVIEW_RANGE);
  const query = useQuery(
    monitoringQueries.traffic(project, model.name, { range: range.text, version: null, compare: null }),
  );
  const views = useTableViews();
  const base = modelHref(project, model.name);
  // A running service answers: there is no file whose steps could be shown, and no other address than its own.
  const isService = model.champion === model.upstreamVersion;
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[720px] w-full" />}>
      {(traffic) => {
        const chart = { model: model.name, range: range.text, traffic };
        const isQuiet = traffic.totals.calls + traffic.totals.errors === 0;
        return (
          <>
            <TrafficSentence traffic={traffic} range={range.text} />
            {facts && !isService ? (
              <SevenSteps project={project} model={model} facts={facts} traffic={traffic} mayManage={mayManage} />
            ) : null}
            <div className="mt-6 flex flex-col gap-4">
              {isQuiet ? (
                <Panel flush>
                  <EmptyState
                    title={t(facts ? 'empty.title' : 'empty.elsewhereTitle')}
                    action={
                      isService ? (
                        <LinkButton href={`${base}/in-front`}>{t('header.service')}</LinkButton>
                      ) : facts ? (
                        <LinkButton href={`${base}/try`}>{t('empty.try')}</LinkButton>
                      ) : undefined
                    }
                    command={
                      isService
                        ? undefined
                        : { label: t(facts ? 'empty.command' : 'empty.elsewhereCommand'), code: command }
                    }
                  >
                    {t(facts ? 'empty.body' : 'empty.elsewhereBody')}
                  </EmptyState>
                </Panel>
              ) : (
                <>
                  <KeyNumbers traffic={traffic} range={range.text} base={base} />
                  <div className="grid gap-4 min-[1240px]:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
                    <LatencyChart {...chart} syncId="overview" {...views('latency')} />
                    <OutcomesNow {...chart} {...views('classes')} />
                  </div>
                </>
              )}
              <div className="grid gap-4 min-[1240px]:grid-cols-2">
                {isQuiet ? null : <CallsChart {...chart} height={180} syncId="overview" {...views('calls')} />}
                {facts ? (
                  <EndpointPanel
                    url={url}
                    model={model.name}
                    isService={isService}
                    apiHref={mayManage ? `${base}/${isService ? 'in-front' : 'api'}` : undefined}
                  />
                ) : null}
                {children}
              </div>
            </div>
          </>
        );
      }}
    </QueryPanel>
  );
}
