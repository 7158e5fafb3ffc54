'use client';
import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { LoggedKeys } from '@/lib/domain/collection/schema';
import type { FilterDraft } from './query-draft';

const MOST = 10;

/** Slices that rows must be in: a column and the values that it may have. */
export function FilterRows({
  keys,
  filters,
  onFilters,
}: {
  keys: LoggedKeys;
  filters: readonly FilterDraft[];
  onFilters: (filters: FilterDraft[]) => void;
}) {
  const t = useTranslations('datasets.fromPredictions');
  const options = [
    ...keys.context.map((name) => ({ value: `context ${name}`, label: t('contextKey', { name }) })),
    ...keys.inputs.map((name) => ({ value: `input ${name}`, label: name })),
  ];
  const change = (at: number, next: Partial<FilterDraft>) =>
    onFilters(filters.map((filter, i) => (i === at ? { ...filter, ...next } : filter)));
  return (
    <div className="flex flex-col gap-3">
      {filters.map((filter, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: filters have no identity but their place.
        <div key={at} className="flex flex-wrap items-end gap-3">
          <Field label={t('filterColumn')}>
            <Select
              value={filter.name === '' ? null : `${filter.from} ${filter.name}`}
              onValue={(text) =>
                change(at, { from: text.startsWith('context ') ? 'context' : 'input', name: text.replace(/^\w+ /, '') })
              }
              options={options}
              className="w-56"
            />
          </Field>
          <div className="min-w-0 flex-1">
            <Field label={t('filterValues')}>
              <Input
                value={filter.values}
                maxLength={2000}
                autoComplete="off"
                placeholder={t('filterExample')}
                onChange={(event) => change(at, { values: event.target.value })}
              />
            </Field>
          </div>
          <IconButton
            label={t('removeFilter')}
            icon={<X aria-hidden="true" />}
            onClick={() => onFilters(filters.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {filters.length < MOST && options.length > 0 ? (
        <div>
          <Button
            size="sm"
            icon={<Plus aria-hidden="true" />}
            onClick={() => onFilters([...filters, { from: 'context', name: '', values: '' }])}
          >
            {t('addFilter')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
