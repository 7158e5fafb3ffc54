'use client';
import clsx from 'clsx';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { TableSelectAll, type TableSelection, TableSelectRow } from './table-selection';

export type SortDirection = 'ascending' | 'descending';
export type TableSort = { key: string; direction: SortDirection };

export type Column<Row> = {
  key: string;
  /** Also the label of the value in the phone card. */
  header: string;
  /** Hides the header from the eye, for columns of actions. */
  hideHeader?: boolean;
  cell: (row: Row) => ReactNode;
  align?: 'left' | 'right';
  sortable?: boolean;
  /** Direction of the first press; numbers usually start with the largest. */
  firstDirection?: SortDirection;
  /** In the phone card: left out, or on a line of its own. */
  phone?: 'hide' | 'wide';
  className?: string;
};

function SortHeader({
  column,
  sort,
  onSort,
}: {
  column: Column<never>;
  sort: TableSort | undefined;
  onSort: (sort: TableSort) => void;
}) {
  const t = useTranslations('ui.table');
  const current = sort?.key === column.key ? sort.direction : undefined;
  const first = column.firstDirection ?? (column.align === 'right' ? 'descending' : 'ascending');
  const other: SortDirection = current === 'ascending' ? 'descending' : 'ascending';
  const Icon = current === 'ascending' ? ArrowUp : current === 'descending' ? ArrowDown : ChevronsUpDown;
  return (
    <button
      type="button"
      title={t('sortBy', { column: column.header })}
      onClick={() => onSort({ key: column.key, direction: current ? other : first })}
      className={clsx(
        'inline-flex items-center gap-1 hover:text-ink',
        current && 'font-semibold text-ink',
        column.align === 'right' && 'flex-row-reverse',
      )}
    >
      {column.header}
      <Icon aria-hidden="true" className="size-3!" />
    </button>
  );
}

/**
 * A semantic table. The first column is the link when `href` is given, and the whole row opens it. Controls in other cells
 * need `relative z-1` to stay above that link. Under 860 px the rows become cards, or the table scrolls with `phone="scroll"`.
 */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  href,
  sort,
  onSort,
  selection,
  phone = 'cards',
  tight = false,
  markedKey,
  openKey,
  expanded,
  footer,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  href?: (row: Row) => string | undefined;
  sort?: TableSort | undefined;
  onSort?: (sort: TableSort) => void;
  selection?: TableSelection & { nameOf: (row: Row) => string };
  phone?: 'cards' | 'scroll';
  tight?: boolean;
  /** Row drawn as new or current. */
  markedKey?: string | null;
  /** Row whose `expanded` content stands below it. */
  openKey?: string | null;
  expanded?: (row: Row) => ReactNode;
  footer?: ReactNode;
}) {
  const t = useTranslations('ui.table');
  const isCards = phone === 'cards';
  const padding = 'px-3 first:pl-5 last:pr-5 max-md:first:pl-4 max-md:last:pr-4';
  return (
    <section
      aria-label={t('scroll', { table: label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table aria-label={label} className={clsx('w-full border-collapse text-sm', isCards && 'max-md:block')}>
        <thead className={clsx(isCards && 'max-md:sr-only')}>
          <tr>
            {selection ? (
              <th scope="col" className={clsx(padding, 'sticky top-0 z-2 w-8 border-b border-line bg-surface py-2')}>
                <TableSelectAll selection={selection} keys={rows.map(rowKey)} />
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sortable ? (sort?.key === column.key ? sort.direction : 'none') : undefined}
                className={clsx(
                  padding,
                  'sticky top-0 z-2 border-b border-line bg-surface py-2 text-xs font-normal whitespace-nowrap text-ink-3',
                  column.align === 'right' ? 'text-right' : 'text-left',
                  column.className,
                )}
              >
                {column.sortable && onSort ? (
                  <SortHeader column={column} sort={sort} onSort={onSort} />
                ) : (
                  <span className={column.hideHeader ? 'sr-only' : undefined}>{column.header}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={clsx(isCards && 'max-md:block')}>
          {rows.map((row) => {
            const key = rowKey(row);
            const target = href?.(row);
            const isOpen = openKey === key;
            const cells = columns.map((column, index) => {
              const content = column.cell(row);
              return (
                <td
                  key={column.key}
                  data-label={column.header}
                  className={clsx(
                    padding,
                    'align-middle',
                    tight ? 'h-[34px]' : 'h-row',
                    column.align === 'right' && 'text-right whitespace-nowrap',
                    column.className,
                    isCards && 'max-md:h-auto max-md:border-0 max-md:p-0! max-md:whitespace-normal',
                    isCards && column.phone === 'hide' && 'max-md:hidden',
                    isCards &&
                      (index === 0 || column.phone === 'wide'
                        ? 'max-md:col-span-2 max-md:block max-md:text-left'
                        : 'max-md:flex max-md:flex-col max-md:items-start max-md:text-left max-md:before:text-xs max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]'),
                  )}
                >
                  {index === 0 && target ? (
                    <Link href={target} className="font-semibold after:absolute after:inset-0 after:content-['']">
                      {content}
                    </Link>
                  ) : (
                    content
                  )}
                </td>
              );
            });
            return [
              <tr
                key={key}
                data-key={key}
                aria-selected={selection ? selection.keys.has(key) : undefined}
                className={clsx(
                  'relative border-b border-line last:border-b-0',
                  target && 'hover:bg-[color-mix(in_srgb,var(--ink)_2.5%,transparent)]',
                  (markedKey === key || selection?.keys.has(key)) && 'bg-accent-soft',
                  isOpen && 'border-b-0',
                  isCards && 'max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-2 max-md:px-4 max-md:py-3',
                )}
              >
                {selection ? (
                  <td className={clsx(padding, 'w-8', isCards && 'max-md:col-span-2 max-md:p-0!')}>
                    <TableSelectRow selection={selection} rowKey={key} name={selection.nameOf(row)} />
                  </td>
                ) : null}
                {cells}
              </tr>,
              isOpen && expanded ? (
                <tr
                  key={`${key}-open`}
                  className={clsx('border-b border-line last:border-b-0', isCards && 'max-md:block')}
                >
                  <td
                    colSpan={columns.length + (selection ? 1 : 0)}
                    className={clsx('px-5 pt-1 pb-5', isCards && 'max-md:block max-md:px-4')}
                  >
                    {expanded(row)}
                  </td>
                </tr>
              ) : null,
            ];
          })}
        </tbody>
        {footer ? <tfoot className="text-xs text-ink-3">{footer}</tfoot> : null}
      </table>
    </section>
  );
}

/** A number with its unit small and grey after it, joined by a no-break space. */
export function Amount({ value, unit, tone }: { value: ReactNode; unit?: ReactNode; tone?: 'bad' | 'warn' | 'quiet' }) {
  const colour =
    tone === 'bad' ? 'font-semibold text-bad' : tone === 'warn' ? 'text-warn' : tone === 'quiet' ? 'text-ink-3' : '';
  return (
    <span className={clsx('whitespace-nowrap', colour)}>
      {value}
      {unit ? <span className="text-xs font-normal text-ink-3"> {unit}</span> : null}
    </span>
  );
}

/** A dash for "does not apply". Unknown is a word, zero is 0. */
export function Dash() {
  return <span className="text-ink-3">–</span>;
}
