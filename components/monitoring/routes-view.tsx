'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { RouteTraffic, TrafficRoutes } from '@/lib/domain/monitoring/schema';
import { monitoringQueries } from './queries';

/** What champion, canary and shadow did in the last seven days, side by side. */
export function RoutesView({ project, model }: { project: string; model: string }) {
  const t = useTranslations('monitoring.routes');
  const query = useQuery(monitoringQueries.routes(project, model));
  return (
    <QueryPanel query={query} errorTitle={t('errorTitle')}>
      {(traffic) => <RoutesPanel traffic={traffic} />}
    </QueryPanel>
  );
}

function RoutesPanel({ traffic }: { traffic: TrafficRoutes }) {
  const t = useTranslations('monitoring.routes');
  const format = useFormat();
  const columns = useRouteColumns();
  return (
    <>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { from: format.dayTime(traffic.from), to: format.dayTime(traffic.to) })}
      />
      <Panel flush>
        {traffic.routes.length === 0 ? (
          <p className="p-5 text-sm text-ink-2 max-md:p-4">{t('empty')}</p>
        ) : (
          <Table
            label={t('title')}
            columns={columns}
            rows={traffic.routes}
            rowKey={({ route, version }) => `${route} ${version}`}
          />
        )}
      </Panel>
      {traffic.routes.some(({ comparedRows }) => comparedRows > 0) ? (
        <p className="mt-2 text-xs text-ink-3">{t('agreementHint')}</p>
      ) : null}
    </>
  );
}

function useRouteColumns(): Column<RouteTraffic>[] {
  const t = useTranslations('monitoring.routes');
  const format = useFormat();
  return [
    {
      key: 'version',
      header: t('columns.version'),
      cell: ({ version, route }) => (
        <span className="inline-flex items-center gap-2">
          {`v${version}`}
          <Badge tone={route === 'champion' ? 'accent' : 'plain'}>{t(route)}</Badge>
        </span>
      ),
    },
    {
      key: 'calls',
      header: t('columns.calls'),
      align: 'right',
      cell: ({ calls, rows }) => (
        <span className="block">
          <span className="block">{format.number(calls)}</span>
          <span className="block text-xs text-ink-3">{t('rows', { count: rows })}</span>
        </span>
      ),
    },
    {
      key: 'errors',
      header: t('columns.errors'),
      align: 'right',
      cell: ({ calls, errors }) =>
        errors === 0 ? (
          format.number(0)
        ) : (
          <span className="block">
            <span className="block">{format.number(errors)}</span>
            <span className="block text-xs text-ink-3">
              {t('errorsOf', { share: format.percent(errors / (calls + errors)), all: format.number(calls + errors) })}
            </span>
          </span>
        ),
    },
    {
      key: 'latency',
      header: t('columns.latency'),
      align: 'right',
      cell: ({ latencyMs: { p50, p99 } }) =>
        p50 === null || p99 === null ? <Dash /> : `${format.duration(p50)} / ${format.duration(p99)}`,
    },
    {
      key: 'agreement',
      header: t('columns.agreement'),
      align: 'right',
      cell: ({ comparedRows, agreeingRows }) =>
        comparedRows === 0 ? (
          <Dash />
        ) : (
          <span className="block">
            <span className="block">{format.percent(agreeingRows / comparedRows)}</span>
            <span className="block text-xs text-ink-3">
              {t('agrees', { agreeing: format.number(agreeingRows), rows: format.number(comparedRows) })}
            </span>
          </span>
        ),
    },
  ];
}
