'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { BlockEntity, BlockSettingsView } from '@/lib/domain/performance/schema';
import { ChooserForm } from './chooser-form';
import { columnOptions, keyOfColumn } from './column-options';
import { chooseBlocks, performanceQueries } from './queries';
import { useSliceWords } from './use-slice-words';

/** No column has an empty name. */
const DAYS = '';

/** What rows belong together by, beside their days. */
export function BlockChooser({
  of,
  settings,
  onDone,
}: {
  of: { project: string; model: string };
  settings: BlockSettingsView;
  onDone: () => void;
}) {
  const t = useTranslations('performance.blocks');
  const words = useSliceWords();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<BlockEntity | null>(settings.entity);
  const options = columnOptions(settings.entity ? [settings.entity] : [], settings.available);
  const save = useMutation({
    mutationFn: () => chooseBlocks(of, { entity: chosen }),
    onSuccess: async () => {
      showSuccess(t('saved'));
      onDone();
      await client.invalidateQueries({ queryKey: performanceQueries.all(of.project) });
    },
  });
  return (
    <ChooserForm
      words={{ title: t('title'), save: t('save'), cancel: t('cancel'), failed: t('failed') }}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate()}
      onDone={onDone}
    >
      <div className="w-96 max-w-full">
        <Field label={t('column')} hint={t('columnHint')}>
          <Select
            value={chosen ? keyOfColumn(chosen) : DAYS}
            onValue={(key) => {
              save.reset();
              const option = options.get(key);
              setChosen(option ? { from: option.from, name: option.name } : null);
            }}
            options={[
              { value: DAYS, label: t('onlyDays') },
              ...[...options.values()].map((option) => ({ value: keyOfColumn(option), label: words.column(option) })),
            ]}
          />
        </Field>
      </div>
      <p className="max-w-[96ch] text-sm text-ink-2">{t('what')}</p>
    </ChooserForm>
  );
}
