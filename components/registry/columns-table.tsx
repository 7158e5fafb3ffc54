'use client';
import { parseAsInteger, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { SignatureInput } from '@/lib/domain/registry/schema';
import {
  ExamplesCell,
  KindCell,
  NameCell,
  NullCell,
  PersonalCell,
  RangeCell,
  TitleCell,
  UnitCell,
} from './column-cells';
import { type DraftColumn, kindsOf } from './column-draft';

const COLUMNS_A_PAGE = 100;

/** The lines of the editor, a hundred a page, so that many columns stay quick to type in. */
export function ColumnsTable({
  columns,
  inputs,
  faults,
  onColumn,
}: {
  columns: readonly DraftColumn[];
  inputs: readonly SignatureInput[];
  faults: ReadonlyMap<number, string>;
  onColumn: (index: number, patch: Partial<DraftColumn>) => void;
}) {
  const t = useTranslations('registry.columns');
  const format = useFormat();
  const [page, setPage] = useQueryState('page', parseAsInteger.withDefault(1));
  const pages = Math.max(1, Math.ceil(columns.length / COLUMNS_A_PAGE));
  const current = Math.min(Math.max(1, page), pages);
  const from = (current - 1) * COLUMNS_A_PAGE;
  const rows = columns.slice(from, from + COLUMNS_A_PAGE).map((column, at) => ({ column, index: from + at }));
  const inputOf = (column: DraftColumn) => inputs.find((input) => input.name === column.input);
  const elsewhere = [...faults.keys()].find((index) => index >= 0 && (index < from || index >= from + COLUMNS_A_PAGE));
  const table: Column<(typeof rows)[number]>[] = [
    {
      key: 'name',
      header: t('fields.name'),
      cell: ({ column, index }) => (
        <NameCell column={column} index={index} fault={faults.get(index)} onColumn={onColumn} />
      ),
    },
    {
      key: 'title',
      header: t('fields.title'),
      cell: ({ column, index }) => <TitleCell column={column} index={index} onColumn={onColumn} />,
    },
    {
      key: 'kind',
      header: t('fields.kind'),
      cell: ({ column, index }) => (
        <KindCell column={column} index={index} kinds={kindsOf(inputOf(column), column).join()} onColumn={onColumn} />
      ),
    },
    {
      key: 'unit',
      header: t('fields.unit'),
      cell: ({ column, index }) => <UnitCell column={column} index={index} onColumn={onColumn} />,
    },
    {
      key: 'range',
      header: t('range'),
      phone: 'wide',
      cell: ({ column, index }) => (
        <PhoneLabel label={t('range')}>
          <RangeCell column={column} index={index} onColumn={onColumn} />
        </PhoneLabel>
      ),
    },
    {
      key: 'nullable',
      header: t('nullAndDefault'),
      phone: 'wide',
      cell: ({ column, index }) => (
        <PhoneLabel label={t('nullAndDefault')}>
          <NullCell column={column} index={index} mayBeNull={inputOf(column)?.nullable ?? false} onColumn={onColumn} />
        </PhoneLabel>
      ),
    },
    {
      key: 'personal',
      header: t('fields.personal'),
      cell: ({ column, index }) => <PersonalCell column={column} index={index} onColumn={onColumn} />,
    },
    {
      key: 'values',
      header: t('firstValues'),
      cell: ({ column }) => <ExamplesCell column={column} />,
    },
  ];
  return (
    <>
      <Panel flush>
        <Table label={t('title')} columns={table} rows={rows} rowKey={({ column }) => column.key} />
      </Panel>
      {pages > 1 ? (
        <nav aria-label={t('pages')} className="mt-3 flex flex-wrap items-center gap-2 text-sm text-ink-2">
          <span>
            {t('shown', {
              from: format.number(from + 1),
              to: format.number(from + rows.length),
              total: format.number(columns.length),
            })}
          </span>
          {elsewhere === undefined ? null : (
            <Button size="sm" kind="danger" onClick={() => void setPage(Math.floor(elsewhere / COLUMNS_A_PAGE) + 1)}>
              {t('faultElsewhere', { number: format.number(elsewhere + 1) })}
            </Button>
          )}
          <span className="ml-auto flex gap-2">
            {current > 1 ? (
              <Button size="sm" onClick={() => void setPage(current - 1)}>
                {t('before')}
              </Button>
            ) : null}
            {current < pages ? (
              <Button size="sm" onClick={() => void setPage(current + 1)}>
                {t('next')}
              </Button>
            ) : null}
          </span>
        </nav>
      ) : null}
    </>
  );
}

/** Cells on a line of their own lose their header on the phone. */
function PhoneLabel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <span className="mb-0.5 hidden text-xs text-ink-3 max-md:block">{label}</span>
      {children}
    </>
  );
}
