'use client';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Segmented } from '@/components/ui/segmented';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type CsvValue, downloadText, writeCsv } from './csv';

export type ChartTable = {
  columns: readonly { key: string; header: string; align?: 'left' | 'right' }[];
  /** Raw values for CSV; `shown` writes one for the eye, of a row where that matters. */
  rows: readonly Readonly<Record<string, CsvValue>>[];
  shown?: (key: string, value: CsvValue, row: Readonly<Record<string, CsvValue>>) => ReactNode;
};

/**
 * Around every chart: what and per what, unit, n, effective n, window, chart or table, CSV, and the sentence that says it for
 * the ear (`summary`). `view` and `onView` keep the choice in the address; without them the card keeps it itself.
 */
export function ChartCard({
  title,
  per,
  unit,
  n,
  effectiveN,
  window: shownWindow,
  summary,
  table,
  csvName,
  legend,
  note,
  actions,
  level = 2,
  view,
  onView,
  framed = true,
  children,
}: {
  title: ReactNode;
  per?: ReactNode;
  unit?: string;
  n?: number | undefined;
  effectiveN?: number | undefined;
  window?: ReactNode;
  summary: string;
  table: ChartTable;
  csvName: string;
  legend?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  view?: 'chart' | 'table';
  onView?: (view: 'chart' | 'table') => void;
  framed?: boolean;
  children: ReactNode;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const [ownView, setOwnView] = useState<'chart' | 'table'>('chart');
  const shown = view ?? ownView;
  const Heading = level === 2 ? 'h2' : 'h3';
  const facts = [
    per,
    unit,
    shownWindow,
    n === undefined ? null : t('n', { n: format.number(n) }),
    effectiveN === undefined ? null : t('effectiveN', { n: format.number(effectiveN) }),
  ].filter((fact) => fact !== null && fact !== undefined);
  const columns: Column<{ index: number; row: Readonly<Record<string, CsvValue>> }>[] = table.columns.map((column) => ({
    key: column.key,
    header: column.header,
    ...(column.align ? { align: column.align } : {}),
    cell: ({ row }) => table.shown?.(column.key, row[column.key], row) ?? row[column.key] ?? '–',
  }));
  const save = () =>
    downloadText(
      `${csvName}.csv`,
      writeCsv(
        table.columns.map(({ header }) => header),
        table.rows.map((row) => table.columns.map(({ key }) => row[key])),
      ),
    );
  return (
    <figure
      aria-label={summary}
      className={framed ? 'min-w-0 rounded-lg border border-line bg-surface p-5 max-md:p-4' : 'min-w-0'}
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <Heading className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-lg font-semibold">
          {title}
          <small className="text-xs font-normal text-ink-3">
            {facts.map((fact, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the facts have a fixed order and no identity.
              <span key={index}>
                {index > 0 ? ', ' : ''}
                {fact}
              </span>
            ))}
          </small>
        </Heading>
        <div className="no-print ml-auto flex items-center gap-1">
          {actions}
          <Segmented
            label={t('view')}
            value={shown}
            onValue={onView ?? setOwnView}
            choices={[
              { value: 'chart', label: t('chart') },
              { value: 'table', label: t('table') },
            ]}
          />
          <IconButton label={t('csv')} icon={<Download aria-hidden="true" />} onClick={save} />
        </div>
      </div>
      {legend && shown === 'chart' ? (
        <div className="mb-2 flex flex-wrap gap-x-4 gap-y-1.5 text-xs text-ink-2">{legend}</div>
      ) : null}
      {shown === 'chart' ? (
        children
      ) : (
        <div className="-mx-5 max-h-96 overflow-auto max-md:-mx-4">
          <Table
            label={summary}
            columns={columns}
            rows={table.rows.map((row, index) => ({ index, row }))}
            rowKey={({ index }) => String(index)}
            phone="scroll"
            tight
          />
        </div>
      )}
      {note ? <figcaption className="mt-2 text-xs text-ink-3">{note}</figcaption> : null}
    </figure>
  );
}

/** One entry of a legend: a filled box or a line, solid or dashed. */
export function LegendItem({
  colour,
  line = false,
  dashed = false,
  children,
}: {
  colour: string;
  line?: boolean;
  dashed?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span
        aria-hidden="true"
        className={line ? 'w-3.5 border-t-2' : 'h-2.5 w-3.5 rounded-[2px]'}
        style={line ? { borderColor: colour, borderStyle: dashed ? 'dotted' : 'solid' } : { background: colour }}
      />
      {children}
    </span>
  );
}

/** Keeps the height when a window holds nothing. */
export function ChartEmpty({ height }: { height: number }) {
  const t = useTranslations('ui.chart');
  return (
    <div className="grid place-items-center rounded-md bg-sunken text-sm text-ink-3" style={{ height }}>
      {t('noData')}
    </div>
  );
}
