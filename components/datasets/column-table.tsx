'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/select';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { DATASET_TYPES, type DatasetUpload } from '@/lib/domain/datasets/schema';
import { COLUMN_ROLES, type ColumnDraft, withRole } from './column-draft';

const AT_ONCE = 60;

/** The columns of a file with their types and roles to be chosen. */
export function ColumnTable({
  found,
  columns,
  onColumns,
}: {
  found: DatasetUpload['columns'];
  columns: readonly ColumnDraft[];
  onColumns: (columns: ColumnDraft[]) => void;
}) {
  const t = useTranslations('datasets');
  const format = useFormat();
  const [shown, setShown] = useState(AT_ONCE);
  const facts = new Map(found.map((column) => [column.name, column]));
  const fields: Column<ColumnDraft>[] = [
    { key: 'name', header: t('column.name'), cell: ({ name }) => <code>{name}</code> },
    {
      key: 'type',
      header: t('column.type'),
      cell: ({ name, type }) => (
        <Select
          label={t('column.typeOf', { name })}
          value={type}
          onValue={(next) => onColumns(columns.map((one) => (one.name === name ? { ...one, type: next } : one)))}
          options={DATASET_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
          className="w-40"
        />
      ),
    },
    {
      key: 'role',
      header: t('column.role'),
      cell: ({ name, role }) => (
        <Select
          label={t('column.roleOf', { name })}
          value={role}
          onValue={(next) => onColumns(withRole(columns, name, next))}
          options={COLUMN_ROLES.map((value) => ({ value, label: t(`roles.${value}`), hint: t(`roleHints.${value}`) }))}
          className="w-44"
        />
      ),
    },
    {
      key: 'nulls',
      header: t('column.nulls'),
      align: 'right',
      cell: ({ name }) => format.number(facts.get(name)?.nulls ?? 0),
    },
    {
      key: 'values',
      header: t('column.firstValues'),
      phone: 'wide',
      cell: ({ name }) => (
        <span className="line-clamp-1 text-ink-2 [overflow-wrap:anywhere]">
          {facts.get(name)?.firstValues.join(', ')}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label={t('save.columns')} columns={fields} rows={columns.slice(0, shown)} rowKey={({ name }) => name} />
      {shown < columns.length ? (
        <div className="border-t border-line px-5 py-3 max-md:px-4">
          <Button size="sm" onClick={() => setShown(shown + AT_ONCE)}>
            {t('column.more', { shown, all: columns.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
