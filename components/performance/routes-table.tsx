'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { Badge } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { useBlockWords } from './use-block-words';
import { type Metric, unitOf, useWindowText, useWriteMeasure } from './use-measure-words';

type RouteLine = Performance['routes'][number];

const ROUTES = ['champion', 'canary', 'shadow'] as const;
const SHOWN = {
  classes: ['accuracy', 'balancedAccuracy', 'macroF1', 'rocAuc', 'logLoss'],
  numbers: ['mae', 'rmse', 'r2', 'bias'],
} as const;

/** Versions and routes side by side, with what shadows would have answered. */
export function RoutesTable({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.routes');
  const names = useTranslations('performance.measures');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const write = useWriteMeasure(unitOf(performance));
  const { column } = useBlockWords(performance);
  const metrics: readonly Metric[] = SHOWN[performance.result?.kind ?? 'classes'];
  const columns: Column<RouteLine>[] = [
    {
      key: 'version',
      header: t('version'),
      cell: ({ version, route }) => {
        const known = ROUTES.find((name) => name === route);
        return (
          <span className="inline-flex items-center gap-2">
            {`v${version}`}
            <Badge tone={route === 'champion' ? 'accent' : 'plain'}>{known ? t(known) : route}</Badge>
          </span>
        );
      },
    },
    { key: 'n', header: t('rows'), align: 'right', cell: ({ n }) => format.number(n) },
    { key: 'days', header: t('days'), align: 'right', cell: ({ days }) => format.number(days) },
    ...(column === null
      ? []
      : [
          {
            key: 'entities',
            header: t('entities', { column }),
            align: 'right' as const,
            cell: ({ entities }: { entities: number | null }) =>
              entities === null ? <Dash /> : format.number(entities),
          },
        ]),
    ...metrics.map(
      (metric): Column<RouteLine> => ({
        key: metric,
        header: names(`names.${metric}`),
        align: 'right',
        cell: ({ values }) => {
          const value = values[metric];
          return typeof value === 'number' ? write(metric, value) : <Dash />;
        },
      }),
    ),
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={shownWindow} />
      <Panel flush>
        <Table
          label={t('title')}
          columns={columns}
          rows={performance.routes}
          rowKey={({ version, route }) => `${version} ${route}`}
          tight
        />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">{t('note')}</p>
    </Section>
  );
}
