'use client';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { State } from '@/components/ui/state';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftReport, DriftReportResult, ReportedColumn } from '@/lib/domain/drift/schema';

/** What a report says of each column; methods keep the names of their tool. */
export function ReportTable({
  report,
  result,
  model,
}: {
  report: DriftReport;
  result: DriftReportResult;
  model: string;
}) {
  const t = useTranslations('drift.reports.table');
  const why = useTranslations('drift.reports.because');
  const format = useFormat();
  const columns: Column<ReportedColumn>[] = [
    {
      key: 'name',
      header: t('column'),
      cell: ({ name, title }) => (
        <span className="[overflow-wrap:anywhere]">
          <span className="block font-semibold">{title || name}</span>
          {title ? <code className="block text-xs text-ink-3">{name}</code> : null}
        </span>
      ),
    },
    {
      key: 'method',
      header: t('method'),
      cell: ({ method }) => <code className="[overflow-wrap:anywhere]">{method}</code>,
    },
    {
      key: 'score',
      header: t('score'),
      align: 'right',
      cell: ({ pValue, statistic }) =>
        pValue !== null ? (
          t('p', { p: format.pValue(pValue) })
        ) : statistic !== null ? (
          format.score(statistic)
        ) : (
          <Dash />
        ),
    },
    {
      key: 'threshold',
      header: t('threshold'),
      align: 'right',
      cell: ({ threshold }) => (threshold === null ? <Dash /> : format.score(threshold)),
    },
    {
      key: 'verdict',
      header: t('verdict'),
      cell: ({ drifted, undefinedBecause, chunks }) => (
        <span>
          <State kind={undefinedBecause ? 'off' : drifted ? 'warn' : 'ok'}>
            {undefinedBecause ? t('undefined') : t(drifted ? 'drifted' : 'holds')}
          </State>
          {undefinedBecause ? (
            <span className="block text-xs text-ink-3">{why(undefinedBecause)}</span>
          ) : chunks ? (
            <span className="block text-xs text-ink-3">{t('chunks', chunks)}</span>
          ) : null}
        </span>
      ),
    },
  ];
  const save = () =>
    downloadText(
      `${model}-v${report.version}-${report.profile}.csv`,
      writeCsv(
        ['column', 'method', 'statistic', 'p', 'threshold', 'drifted', 'undefined_because'],
        result.columns.map((one) => [
          one.name,
          one.method,
          one.statistic,
          one.pValue,
          one.threshold,
          one.drifted ? 'yes' : 'no',
          one.undefinedBecause,
        ]),
      ),
    );
  return (
    <Panel flush>
      <Table label={t('title')} columns={columns} rows={result.columns} rowKey={({ name }) => name} />
      <div className="border-t border-line px-5 py-3">
        <Button size="sm" icon={<Download aria-hidden="true" />} onClick={save}>
          {t('csv')}
        </Button>
      </div>
    </Panel>
  );
}
