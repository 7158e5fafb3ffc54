'use client';
import { shortId } from '@/components/ui/format';
import { Amount, type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { PredictionRow } from '@/lib/domain/predictions/schema';
import { CallerName, ContextLine, VerdictMark } from './row-cells';

/** Rows of the log. The whole line opens a row beside the list. */
export function PredictionTable({
  rows,
  hrefOf,
  openKey,
  nameOf,
}: {
  rows: readonly PredictionRow[];
  hrefOf: (rowId: string) => string;
  openKey: string | null;
  /** What the owner calls an outcome. */
  nameOf: (outcome: string) => string;
}) {
  const t = useTranslations('predictions.columns');
  const origins = useTranslations('predictions.filters.origins');
  const format = useFormat();
  const duration = (ms: number) => format.duration(ms);
  const columns: Column<PredictionRow>[] = [
    { key: 'at', header: t('time'), cell: (row) => <span title={format.exact(row.at)}>{format.dayTime(row.at)}</span> },
    { key: 'row', header: t('row'), cell: (row) => <code title={row.rowId}>{shortId(row.rowId)}</code> },
    {
      key: 'outcome',
      header: t('prediction'),
      cell: (row) => (row.outcome === '' ? <Dash /> : <span className="font-medium">{nameOf(row.outcome)}</span>),
    },
    { key: 'context', header: t('context'), cell: (row) => <ContextLine context={row.context} /> },
    {
      key: 'version',
      header: t('version'),
      cell: (row) => (
        <span>
          v{row.version} <span className="text-ink-3">{origins(row.origin)}</span>
        </span>
      ),
    },
    {
      key: 'latency',
      header: t('latency'),
      align: 'right',
      cell: (row) => (row.latencyMs === null ? <Dash /> : <Amount value={duration(row.latencyMs)} />),
    },
    { key: 'caller', header: t('caller'), cell: (row) => <CallerName caller={row.caller} /> },
    { key: 'feedback', header: t('feedback'), cell: (row) => <VerdictMark verdict={row.feedback} /> },
    {
      key: 'label',
      header: t('label'),
      cell: (row) => (row.label ? nameOf(row.label.value) : <Dash />),
    },
  ];
  return (
    <Table
      label={t('table')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.rowId}
      href={(row) => hrefOf(row.rowId)}
      markedKey={openKey}
      tight
    />
  );
}
