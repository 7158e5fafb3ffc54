'use client';
import { Panel } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { OverlayView, Version } from '@/lib/domain/registry/schema';
import { countNamed, type DraftColumn, draftFrom, shownName } from './column-draft';

/** The columns for those who may look but not change. */
export function ColumnsReader({ version, view }: { version: Version; view: OverlayView }) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const { columns, classNames, outputUnit } = draftFrom(view);
  const rangeOf = (column: DraftColumn) => {
    if (column.kind === 'category') return column.categories.join(', ');
    if (column.min === null && column.max === null) return '';
    return format.between(
      column.min === null ? '–' : format.figures(column.min, 6),
      column.max === null ? '–' : format.figures(column.max, 6),
    );
  };
  const table: Column<DraftColumn>[] = [
    {
      key: 'name',
      header: t('fields.name'),
      cell: (column) => (
        <span className="block py-1.5 [overflow-wrap:anywhere]">
          <code>{shownName(column)}</code>
          {column.title ? <span className="block text-xs text-ink-3">{column.title}</span> : null}
        </span>
      ),
    },
    { key: 'kind', header: t('fields.kind'), cell: (column) => t(`kinds.${column.kind}`) },
    { key: 'unit', header: t('fields.unit'), cell: (column) => column.unit || <Dash /> },
    { key: 'range', header: t('range'), cell: (column) => rangeOf(column) || <Dash /> },
    { key: 'nullable', header: t('fields.nullable'), cell: (column) => t(column.nullable ? 'yes' : 'no') },
    { key: 'personal', header: t('fields.personal'), cell: (column) => t(`personal.${column.personal}`) },
  ];
  const { reading } = version.signature;
  const named = reading.task === 'classification' ? reading.classes.filter((label) => classNames[label]) : [];
  return (
    <>
      <p className="mb-3 text-sm text-ink-2">
        {t('counter', { named: format.number(countNamed(columns)), total: format.number(columns.length) })}
      </p>
      <Panel flush>
        <Table label={t('title')} columns={table} rows={columns} rowKey={(column) => column.key} tight />
      </Panel>
      {named.length > 0 ? (
        <p className="mt-3 text-sm">
          {t('classes')}: {named.map((label) => `${label} ${classNames[label]}`).join(', ')}
        </p>
      ) : null}
      {outputUnit ? (
        <p className="mt-3 text-sm">
          {t('outputUnit')}: {outputUnit}
        </p>
      ) : null}
    </>
  );
}
