'use client';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Traffic, TrafficComparison, TrafficMeasures } from '@/lib/domain/monitoring/schema';
import { changeOf, errorShare } from './prepare-traffic';

const ROWS = ['calls', 'rows', 'errors', 'p50', 'p95', 'p99'] as const;
type Row = (typeof ROWS)[number];

const measureOf = (row: Row, totals: TrafficMeasures): number | null =>
  row === 'calls' || row === 'rows' ? totals[row] : row === 'errors' ? errorShare(totals) : totals.latencyMs[row];

/** A window and what it is held against, number by number. */
export function ComparisonTable({ traffic, comparison }: { traffic: Traffic; comparison: TrafficComparison }) {
  const t = useTranslations('monitoring.compare');
  const format = useFormat();
  const write = (row: Row, totals: TrafficMeasures) => {
    const value = measureOf(row, totals);
    if (value === null) return '–';
    if (row === 'calls' || row === 'rows') return format.number(value);
    return row === 'errors' ? format.percent(value, { digits: 2 }) : format.duration(value);
  };
  const change = (row: Row) => {
    const [now, before] = [measureOf(row, traffic.totals), measureOf(row, comparison.totals)];
    const relative = now === null || before === null ? null : changeOf(now, before);
    return relative === null ? '–' : format.percent(relative, { digits: 1, sign: true });
  };
  const columns: Column<{ row: Row }>[] = [
    { key: 'measure', header: t('measure'), cell: ({ row }) => t(`rows.${row}`) },
    { key: 'now', header: t('now'), align: 'right', cell: ({ row }) => write(row, traffic.totals) },
    {
      key: 'other',
      header: comparison.version === null ? t('windowBefore') : t('version', { number: comparison.version }),
      align: 'right',
      cell: ({ row }) => write(row, comparison.totals),
    },
    { key: 'change', header: t('change'), align: 'right', cell: ({ row }) => change(row) },
  ];
  return (
    <Panel flush className="mb-4">
      <div className="px-5 pt-5 max-md:px-4 max-md:pt-4">
        <SectionHeading
          title={t('title')}
          hint={t('hint', { from: format.dayTime(comparison.from), to: format.dayTime(comparison.to) })}
        />
      </div>
      <Table label={t('title')} columns={columns} rows={ROWS.map((row) => ({ row }))} rowKey={({ row }) => row} tight />
    </Panel>
  );
}
