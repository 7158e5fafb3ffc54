'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { UpstreamView } from '@/lib/domain/upstream/schema';
import { useChange } from './use-change';

const FOUND = '';
const TASKS = ['classification', 'regression'] as const;

/** Which field of the answer decides, and whether it is a class or a number. */
export function AnswerForm({ project, model, view }: { project: string; model: string; view: UpstreamView }) {
  const t = useTranslations('upstream.answer');
  const change = useChange({ project, model });
  const [field, setField] = useState(view.answerField ?? FOUND);
  const [task, setTask] = useState<(typeof TASKS)[number] | typeof FOUND>(view.answerTask ?? FOUND);
  const { learnt } = view;
  if (!learnt) return null;
  const save = () =>
    change.mutate(
      { answerField: field === FOUND ? null : field, answerTask: task === FOUND ? null : task },
      { onSuccess: () => showSuccess(t('saved')) },
    );
  const again = () =>
    change.mutate(
      { learnAgain: true },
      {
        onSuccess: () => {
          setField(FOUND);
          setTask(FOUND);
          showSuccess(t('begun'));
        },
      },
    );
  return (
    <div className="mt-6">
      <SectionHeading
        level={3}
        title={t('title')}
        hint={t('now', { field: learnt.decisive ?? t('list'), task: t(`tasks.${learnt.task}`) })}
      />
      <Panel>
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <div className="grid gap-5 md:grid-cols-2">
            <Field label={t('field')} hint={t('fieldHint')}>
              <Select
                value={field}
                onValue={setField}
                options={[
                  { value: FOUND, label: t('byName') },
                  ...learnt.fields.map(({ name }) => ({ value: name, label: name })),
                ]}
              />
            </Field>
            <Field label={t('task')} hint={t('taskHint')}>
              <Select
                value={task}
                onValue={setTask}
                options={[
                  { value: FOUND, label: t('byKind') },
                  ...TASKS.map((value) => ({ value, label: t(`tasks.${value}`) })),
                ]}
              />
            </Field>
          </div>
          {change.isError ? <InlineError error={change.error} title={t('failed')} /> : null}
          <div className="flex flex-wrap gap-3">
            <Button kind="main" type="submit" busy={change.isPending}>
              {t('save')}
            </Button>
            <Button onClick={again} busy={change.isPending}>
              {t('again')}
            </Button>
          </div>
        </form>
      </Panel>
    </div>
  );
}
