'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { copyAsTest, validationQueries } from './queries';

/** Copies a row of the log as a test: what every version must answer here from now on. */
export function CopyAsTest({
  project,
  rowId,
  reading,
}: {
  project: string;
  rowId: string;
  reading: {
    task: 'classification' | 'regression';
    classes: readonly { label: string; name: string }[];
    unit: string;
  };
}) {
  const t = useTranslations('validation.copy');
  const client = useQueryClient();
  const [label, setLabel] = useState<string | null>(null);
  const [value, setValue] = useState<number | null>(null);
  const [tolerance, setTolerance] = useState<number | null>(null);
  const copy = useMutation({
    mutationFn: () =>
      copyAsTest(project, rowId, {
        expected: value ?? label ?? '',
        ...(tolerance === null ? {} : { tolerance }),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: validationQueries.all(project) }),
  });
  const isNumber = reading.task === 'regression';
  const isComplete = isNumber ? value !== null && tolerance !== null : label !== null;
  const unit = reading.unit || undefined;
  return (
    <section aria-label={t('title')}>
      <SectionHeading title={t('title')} />
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) copy.mutate();
        }}
      >
        <p className="text-sm text-ink-2">{t('sentence')}</p>
        {isNumber ? (
          <div className="grid grid-cols-2 gap-3">
            <Field label={t('number')}>
              <NumberInput value={value} onValue={setValue} unit={unit} />
            </Field>
            <Field label={t('tolerance')}>
              <NumberInput value={tolerance} onValue={setTolerance} unit={unit} min={0} />
            </Field>
          </div>
        ) : (
          <Field label={t('class')}>
            <Select
              value={label}
              onValue={setLabel}
              options={reading.classes.map((one) => ({ value: one.label, label: one.name }))}
            />
          </Field>
        )}
        <div>
          <Button type="submit" busy={copy.isPending} locked={isComplete ? undefined : t('incomplete')}>
            {t('do')}
          </Button>
        </div>
        <div role="status" className="text-sm">
          {copy.isSuccess ? t('done') : null}
        </div>
        {copy.isError ? <InlineError error={copy.error} title={t('failed')} /> : null}
      </form>
    </section>
  );
}
