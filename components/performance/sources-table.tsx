'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { useBlockWords } from './use-block-words';
import { unitOf, useWindowText, useWriteMeasure } from './use-measure-words';

type SourceLine = Performance['labels']['sources'][number];

/** Where the labels come from, and what each kind says on its own. */
export function SourcesTable({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.sources');
  const names = useTranslations('performance.measures');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const write = useWriteMeasure(unitOf(performance));
  const { column } = useBlockWords(performance);
  const metric = performance.result?.kind === 'numbers' ? 'mae' : 'accuracy';
  const columns: Column<SourceLine>[] = [
    {
      key: 'source',
      header: t('source'),
      className: 'min-w-60',
      cell: ({ source }) => (
        <span className="block py-1.5">
          <span className="block font-semibold">{t(`names.${source}`)}</span>
          <span className="block max-w-[96ch] text-xs text-ink-3">{t(`meanings.${source}`)}</span>
        </span>
      ),
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
    {
      key: 'value',
      header: names(`names.${metric}`),
      align: 'right',
      cell: ({ values, n }) => {
        const value = values[metric];
        return n === 0 || typeof value !== 'number' ? <Dash /> : write(metric, value);
      },
    },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={shownWindow} />
      <Panel flush>
        <Table
          label={t('title')}
          columns={columns}
          rows={performance.labels.sources}
          rowKey={({ source }) => source}
          tight
        />
      </Panel>
    </Section>
  );
}
