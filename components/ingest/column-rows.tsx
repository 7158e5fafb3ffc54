'use client';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { ELSEWHERE_KINDS } from '@/lib/domain/registry/schema';
import type { DraftColumn } from './guess-columns';

/** The columns of a model by hand: name, kind and unit, one a line. */
export function ColumnRows({
  columns,
  onColumns,
}: {
  columns: readonly DraftColumn[];
  onColumns: (columns: DraftColumn[]) => void;
}) {
  const t = useTranslations('ingest.register');
  const kinds = ELSEWHERE_KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }));
  const change = (at: number, patch: Partial<DraftColumn>) =>
    onColumns(columns.map((column, i) => (i === at ? { ...column, ...patch } : column)));
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={t('columns')} className="flex flex-col gap-2">
        {columns.map((column, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be empty or equal while they are typed.
            key={at}
            className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)_minmax(0,1fr)_auto] gap-2 max-md:grid-cols-2"
          >
            <Input
              aria-label={t('columnName', { number: at + 1 })}
              placeholder={t('columnNameHint')}
              value={column.name}
              maxLength={128}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change(at, { name: event.target.value })}
            />
            <Select
              label={t('columnKind', { number: at + 1 })}
              options={kinds}
              value={column.kind}
              onValue={(kind) => change(at, { kind, ...(kind === 'category' ? {} : { categories: [] }) })}
            />
            <Input
              aria-label={t('columnUnit', { number: at + 1 })}
              placeholder={t('unit')}
              value={column.unit}
              maxLength={32}
              autoComplete="off"
              onChange={(event) => change(at, { unit: event.target.value })}
            />
            <IconButton
              label={t('removeColumn', { number: at + 1 })}
              icon={<Trash2 aria-hidden="true" />}
              onClick={() => onColumns(columns.filter((_, i) => i !== at))}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          onClick={() => onColumns([...columns, { name: '', kind: 'number', unit: '', categories: [] }])}
        >
          {t('addColumn')}
        </Button>
      </div>
    </div>
  );
}
