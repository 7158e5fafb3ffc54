'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import {
  MOST_SLICE_COLUMNS,
  SLICE_FAULTS,
  type SliceChoice,
  type SliceSettingsView,
} from '@/lib/domain/performance/schema';
import { ApiError } from '@/lib/platform/http/client';
import { ChooserForm } from './chooser-form';
import { columnOptions, keyOfColumn } from './column-options';
import { chooseSlices, performanceQueries } from './queries';
import { useSliceWords } from './use-slice-words';

type Column = SliceChoice['columns'][number];
type Draft = Column | null;

/** No class has an empty name. */
const SECOND = '';

/** Which columns tell rows apart, and which of them fairness is looked at by. */
export function SliceChooser({
  of,
  settings,
  onDone,
}: {
  of: { project: string; model: string };
  settings: SliceSettingsView;
  onDone: () => void;
}) {
  const t = useTranslations('performance.slices.chooser');
  const words = useSliceWords();
  const client = useQueryClient();
  const [columns, setColumns] = useState<Draft[]>(
    settings.columns.length > 0
      ? settings.columns.map(({ from, name, isFairness }) => ({ from, name, isFairness }))
      : [null],
  );
  const [positive, setPositive] = useState(settings.positive);
  const chosen = columns.filter((column) => column !== null);
  const save = useMutation({
    mutationFn: () => chooseSlices(of, { columns: chosen, positive }),
    onSuccess: async () => {
      showSuccess(t('saved'));
      onDone();
      await client.invalidateQueries({ queryKey: performanceQueries.all(of.project) });
    },
  });
  const faults = faultsOf(save.error);
  const change = (at: number, column: Draft) => {
    save.reset();
    setColumns(columns.map((known, k) => (k === at ? column : known)));
  };
  const options = columnOptions(settings.columns, settings.available);
  return (
    <ChooserForm
      words={{ title: t('title'), save: t('save'), cancel: t('cancel'), failed: t('failed') }}
      isSaving={save.isPending}
      error={faults.size === 0 ? save.error : null}
      onSave={() => save.mutate()}
      onDone={onDone}
    >
      <p className="max-w-[96ch] text-sm text-ink-2">{t('what', { most: MOST_SLICE_COLUMNS })}</p>
      <ul className="flex flex-col gap-3">
        {columns.map((column, at) => {
          const fault = column ? faults.get(chosen.indexOf(column)) : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name before a column is chosen.
            <li key={at} className="flex flex-wrap items-start gap-x-4 gap-y-2">
              <div className="w-80 max-w-full max-md:w-full">
                <Field label={t('column', { at: at + 1 })} error={fault ? t(`faults.${fault}`) : undefined}>
                  <Select
                    value={column ? keyOfColumn(column) : null}
                    placeholder={t('placeholder')}
                    onValue={(key) => {
                      const option = options.get(key);
                      if (option)
                        change(at, { from: option.from, name: option.name, isFairness: column?.isFairness ?? false });
                    }}
                    options={[...options.values()]
                      .filter(
                        (option) => !chosen.some((one) => one !== column && keyOfColumn(one) === keyOfColumn(option)),
                      )
                      .map((option) => ({
                        value: keyOfColumn(option),
                        label: words.column(option),
                        hint: option.title && option.title !== option.name ? option.name : undefined,
                      }))
                      .map(({ hint, ...option }) => (hint ? { ...option, hint } : option))}
                  />
                </Field>
              </div>
              <div className="flex items-center gap-3 pt-7 max-md:pt-0">
                {column ? (
                  <Checkbox
                    label={t('fairness')}
                    aria-label={t('fairnessOf', { column: words.column({ ...column, title: '' }) })}
                    checked={column.isFairness}
                    onChange={({ target }) => change(at, { ...column, isFairness: target.checked })}
                  />
                ) : null}
                <IconButton
                  label={t('remove', { at: at + 1 })}
                  icon={<X aria-hidden="true" />}
                  onClick={() => {
                    save.reset();
                    setColumns(columns.filter((_, k) => k !== at));
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
      {columns.length < MOST_SLICE_COLUMNS ? (
        <Button
          type="button"
          kind="quiet"
          className="self-start"
          icon={<Plus aria-hidden="true" />}
          onClick={() => setColumns([...columns, null])}
        >
          {t('add')}
        </Button>
      ) : null}
      {settings.classes.length > 0 && chosen.some(({ isFairness }) => isFairness) ? (
        <div className="w-80 max-w-full">
          <Field label={t('positive')} hint={t('positiveHint')}>
            <Select
              value={positive ?? SECOND}
              onValue={(label) => setPositive(label === SECOND ? null : label)}
              options={[
                {
                  value: SECOND,
                  label:
                    settings.classes.length === 2
                      ? t('second', { name: settings.classes[1]?.name ?? '' })
                      : t('noPositive'),
                },
                ...settings.classes.map(({ label, name }) => ({ value: label, label: name })),
              ]}
            />
          </Field>
        </div>
      ) : null}
    </ChooserForm>
  );
}

/** Why columns were refused, by their place among the chosen ones. */
function faultsOf(error: unknown): Map<number, (typeof SLICE_FAULTS)[number]> {
  const list = error instanceof ApiError ? error.problem.details?.columns : undefined;
  if (!Array.isArray(list)) return new Map();
  return new Map(
    list.flatMap((one): [number, (typeof SLICE_FAULTS)[number]][] => {
      const fault = SLICE_FAULTS.find((name) => name === one?.fault);
      return fault && typeof one.at === 'number' ? [[one.at, fault]] : [];
    }),
  );
}
