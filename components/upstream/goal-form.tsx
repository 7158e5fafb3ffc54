'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { useChange } from './use-change';

/** How many answers are compared, and how many of them must agree. */
export function GoalForm({ project, model, view }: { project: string; model: string; view: UpstreamView }) {
  const t = useTranslations('upstream.goal');
  const change = useChange({ project, model });
  const [answers, setAnswers] = useState(view.goalAnswers);
  const [percent, setPercent] = useState(view.goalPercent);
  const isChanged = answers !== view.goalAnswers || percent !== view.goalPercent;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged)
          change.mutate({ goalAnswers: answers, goalPercent: percent }, { onSuccess: () => showSuccess(t('saved')) });
      }}
    >
      <div className="flex flex-wrap items-end gap-4">
        <div className="w-48">
          <Field label={t('answers')}>
            <NumberInput value={answers} nullable={false} onValue={(value) => setAnswers(value ?? 1)} />
          </Field>
        </div>
        <div className="w-48">
          <Field label={t('percent')}>
            <NumberInput value={percent} nullable={false} unit="%" onValue={(value) => setPercent(value ?? 0)} />
          </Field>
        </div>
        <Button type="submit" busy={change.isPending}>
          {t('save')}
        </Button>
      </div>
      {change.isError ? <InlineError error={change.error} title={t('failed')} /> : null}
    </form>
  );
}
