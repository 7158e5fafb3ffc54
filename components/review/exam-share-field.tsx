'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { NumberInput } from '@/components/ui/number-input';
import { showSuccess } from '@/components/ui/toast';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { reviewQueries, saveExamShare } from './queries';

/** Which part of the entities that are new goes to exams, in all queues of the project. */
export function ExamShareField({ project }: { project: string }) {
  const t = useTranslations('review.examShare');
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery(reviewQueries.examShare(project));
  const [typed, setTyped] = useState<number | null | undefined>(undefined);
  const save = useMutation({
    mutationFn: (percent: number) => saveExamShare(project, { share: percent / 100 }),
    onSuccess: (kept) => {
      client.setQueryData(reviewQueries.examShare(project).queryKey, kept);
      setTyped(undefined);
      showSuccess(t('saved'));
    },
  });
  if (query.isPending) return null;
  if (query.isError) return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  const { share, sent } = query.data;
  const percent = typed === undefined ? Math.round(share * 10_000) / 100 : typed;
  return (
    <form
      noValidate
      className="mt-6 flex flex-col gap-3 border-t border-line pt-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (percent !== null) save.mutate(percent);
      }}
    >
      <Field label={t('label')} hint={t('hint', { exam: format.number(sent.exam), train: format.number(sent.train) })}>
        <NumberInput value={percent} unit="%" onValue={setTyped} className="max-w-40" />
      </Field>
      {save.isError ? <InlineError error={save.error} /> : null}
      {typed === undefined ? null : (
        <div>
          <Button type="submit" busy={save.isPending} {...(percent === null ? { locked: t('number') } : {})}>
            {t('save')}
          </Button>
        </div>
      )}
    </form>
  );
}
