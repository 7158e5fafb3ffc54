'use client';
import { useTranslations } from '@/components/ui/use-translations';
import { Button } from './button';
import { Checkbox } from './checkbox';
import { useFormat } from './use-format';

export type TableSelection = { keys: ReadonlySet<string>; onKeys: (keys: ReadonlySet<string>) => void };

export function TableSelectAll({ selection, keys }: { selection: TableSelection; keys: readonly string[] }) {
  const t = useTranslations('ui.table');
  const isAll = keys.length > 0 && keys.every((key) => selection.keys.has(key));
  return (
    <Checkbox
      label={t('selectAll')}
      hideLabel
      checked={isAll}
      onChange={() => selection.onKeys(isAll ? new Set() : new Set([...selection.keys, ...keys]))}
    />
  );
}

export function TableSelectRow({
  selection,
  rowKey,
  name,
}: {
  selection: TableSelection;
  rowKey: string;
  name: string;
}) {
  const t = useTranslations('ui.table');
  const toggle = () => {
    const next = new Set(selection.keys);
    if (!next.delete(rowKey)) next.add(rowKey);
    selection.onKeys(next);
  };
  return (
    <Checkbox
      className="relative z-1"
      label={t('select', { row: name })}
      hideLabel
      checked={selection.keys.has(rowKey)}
      onChange={toggle}
    />
  );
}

/** "3 of 1,204 selected. Select all 1,204" with the actions on what is selected. Draws nothing while nothing is selected. */
export function SelectionBar({
  selected,
  total,
  onSelectEvery,
  onClear,
  children,
}: {
  selected: number;
  total: number;
  onSelectEvery?: () => void;
  onClear: () => void;
  children?: React.ReactNode;
}) {
  const t = useTranslations('ui.table');
  const format = useFormat();
  if (selected === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line bg-accent-soft px-5 py-2 text-sm">
      <span aria-live="polite">{t('selected', { count: format.number(selected), total: format.number(total) })}</span>
      {onSelectEvery && selected < total ? (
        <button type="button" className="link" onClick={onSelectEvery}>
          {t('selectEvery', { total: format.number(total) })}
        </button>
      ) : null}
      <span className="ml-auto flex flex-wrap items-center gap-2">
        {children}
        <Button kind="quiet" size="sm" onClick={onClear}>
          {t('clear')}
        </Button>
      </span>
    </div>
  );
}
