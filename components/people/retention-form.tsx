'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { Retention } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';
import { Refusal } from './refusal';
import { SteadyButton } from './steady-button';

const DAY_MS = 86_400_000;

export function RetentionForm({ project, name, days }: { project: string; name: string; days: number }) {
  const t = useTranslations('people.retention');
  const format = useFormat();
  const client = useQueryClient();
  const [text, setText] = useState(String(days));
  const [typed, setTyped] = useState('');
  const [isTried, setIsTried] = useState(false);
  const wanted = Retention.safeParse({ days: text.trim() === '' ? Number.NaN : Number(text) });
  const isFewer = wanted.success && wanted.data.days < days;
  const save = useMutation({
    mutationFn: (body: Retention & { name?: string }) =>
      api<Retention>('/api/retention', { project, method: 'PUT', body }),
    onSuccess: (kept) => {
      client.setQueryData(peopleQueries.retention(project).queryKey, kept);
      showSuccess(t('saved', { days: kept.days }));
    },
  });
  const submit = () => {
    setIsTried(true);
    if (!wanted.success || (isFewer && typed !== name)) return;
    save.mutate({ ...wanted.data, ...(isFewer ? { name: typed } : {}) });
  };
  return (
    <Panel>
      <form
        method="post"
        noValidate
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('days')} hint={t('daysHint')} error={wanted.success ? undefined : t('daysWrong')}>
          <Input inputMode="numeric" value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
        {isFewer ? (
          <>
            <Note kind="warn" title={t('deletes', { before: format.day(Date.now() - wanted.data.days * DAY_MS) })}>
              {t('deletesWhat')}
            </Note>
            <Field label={t('name', { name })} error={isTried && typed !== name ? t('nameDiffers') : undefined}>
              <Input autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} />
            </Field>
          </>
        ) : null}
        <Refusal error={save.error} title={t('notSaved')} sentences={{ name_differs: t('nameDiffers') }} />
        <div>
          <SteadyButton kind={isFewer ? 'danger' : 'main'} busy={save.isPending} onClick={submit}>
            {isFewer ? t('saveFewer') : t('save')}
          </SteadyButton>
        </div>
      </form>
    </Panel>
  );
}
