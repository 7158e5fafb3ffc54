'use client';
import type { ComponentType } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { QueryPanel } from '@/components/shell/query-panel';
import { useTableViews } from '@/components/shell/use-table-views';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import { CallsChart, ErrorShareChart } from './calls-chart';
import type { TrafficChartProps } from './chart-props';
import { ComparisonTable } from './comparison-table';
import { ExportLinks } from './export-links';
import { LatencyChart } from './latency-chart';
import { LatencyHeat } from './latency-heat';
import { useHold, useLiveTraffic } from './live';
import { OutcomesNow, OutcomesOverTime } from './outcomes-chart';
import { PartsSection } from './parts-section';
import { StatusTable } from './status-table';
import { TrafficSentence } from './traffic-sentence';

const charts: { key: string; Chart: ComponentType<TrafficChartProps>; only?: 'classes' }[] = [
  { key: 'calls', Chart: CallsChart },
  { key: 'errors', Chart: ErrorShareChart },
  { key: 'latency', Chart: LatencyChart },
  { key: 'heat', Chart: LatencyHeat },
  { key: 'outcomes', Chart: OutcomesOverTime },
  { key: 'classes', Chart: OutcomesNow, only: 'classes' },
];

/** Does it answer, fast and right: one window and one crosshair for all charts; they stand still while pointed at. */
export function MonitoringView({
  project,
  model,
  modelId,
  command,
}: {
  project: string;
  model: string;
  modelId: string;
  command: string;
}) {
  const t = useTranslations('monitoring');
  const { query, range } = useLiveTraffic(project, model);
  const views = useTableViews();
  const hold = useHold();
  const base = modelHref(project, model);
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-[720px] w-full" />}>
      {(traffic) => {
        const isQuiet = traffic.totals.calls + traffic.totals.errors === 0;
        return (
          <>
            <TrafficSentence traffic={traffic} range={range} />
            {traffic.comparison ? <ComparisonTable traffic={traffic} comparison={traffic.comparison} /> : null}
            {isQuiet ? (
              <Panel flush className="mb-4">
                <EmptyState
                  title={t('empty.title')}
                  action={<LinkButton href={`${base}/try`}>{t('empty.try')}</LinkButton>}
                  command={{ label: t('empty.command'), code: command }}
                >
                  {t('empty.body')}
                </EmptyState>
              </Panel>
            ) : null}
            <div
              className="grid gap-4 min-[1240px]:grid-cols-2"
              onPointerEnter={() => hold(true)}
              onPointerLeave={() => hold(false)}
            >
              {charts
                .filter(({ only }) => only === undefined || traffic.outcomes?.kind === only)
                .map(({ key, Chart }) => (
                  <Chart key={key} model={model} range={range} traffic={traffic} syncId="monitoring" {...views(key)} />
                ))}
              <StatusTable
                traffic={traffic}
                failuresHref={`${base}/predictions?status=failed&range=${encodeURIComponent(range)}`}
              />
            </div>
            <PartsSection project={project} model={model} range={range} />
            <ExportLinks modelId={modelId} range={range} traffic={traffic} />
          </>
        );
      }}
    </QueryPanel>
  );
}
