'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { BlockEntity, BlockSettingsView } from '@/lib/domain/performance/schema';
import { chooseBlocks, performanceQueries } from './queries';
import { useSliceWords } from './use-slice-words';

/** No column has an empty name. */
const DAYS = '';
const keyOf = ({ from, name }: BlockEntity) => `${from}:${name}`;

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
  // A chosen column that the champion lacks can still be kept.
  const known = settings.entity ? [{ ...settings.entity, title: '' }] : [];
  const options = new Map([...known, ...settings.available].map((column) => [keyOf(column), column]));
  const save = useMutation({
    mutationFn: () => chooseBlocks(of, { entity: chosen }),
    onSuccess: async () => {
      showSuccess(t('saved'));
      onDone();
      await client.invalidateQueries({ queryKey: performanceQueries.all(of.project) });
    },
  });
  return (
    <Panel>
      <form
        aria-label={t('title')}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
        className="flex flex-col gap-5"
      >
        <div className="w-96 max-w-full">
          <Field label={t('column')} hint={t('columnHint')}>
            <Select
              value={chosen ? keyOf(chosen) : DAYS}
              onValue={(key) => {
                save.reset();
                const option = options.get(key);
                setChosen(option ? { from: option.from, name: option.name } : null);
              }}
              options={[
                { value: DAYS, label: t('onlyDays') },
                ...[...options.values()].map((option) => ({ value: keyOf(option), label: words.column(option) })),
              ]}
            />
          </Field>
        </div>
        <p className="max-w-[96ch] text-sm text-ink-2">{t('what')}</p>
        {save.isError ? <InlineError error={save.error} title={t('failed')} /> : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button kind="main" type="submit" busy={save.isPending}>
            {t('save')}
          </Button>
          <Button type="button" kind="quiet" onClick={onDone}>
            {t('cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
