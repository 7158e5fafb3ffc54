'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { RunningPrice } from '@/lib/domain/comparison/schema';
import { saveRunningPrice } from './queries';

/** What an hour of a processor costs, for all models of the project. */
export function PriceForm({ project, price }: { project: string; price: RunningPrice | null }) {
  const t = useTranslations('comparison.cost');
  const client = useQueryClient();
  const [perHour, setPerHour] = useState<number | null>(price?.perHour ?? null);
  const [currency, setCurrency] = useState(price?.currency ?? '');
  const save = useMutation({
    // An empty price takes it back.
    mutationFn: () => saveRunningPrice(project, { price: perHour === null ? null : { perHour, currency } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['comparison', project] });
      showSuccess(t('saved'));
    },
  });
  return (
    <form
      noValidate
      className="mt-4 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="flex flex-wrap items-end gap-4">
        <Field label={t('perHour')}>
          <NumberInput value={perHour} onValue={setPerHour} className="max-w-40" />
        </Field>
        <Field label={t('currency')}>
          <Input
            value={currency}
            maxLength={12}
            className="max-w-32"
            onChange={({ target }) => setCurrency(target.value)}
          />
        </Field>
        <Button type="submit" busy={save.isPending}>
          {t('save')}
        </Button>
      </div>
      {save.isError ? <InlineError error={save.error} title={t('notSaved')} /> : null}
    </form>
  );
}
