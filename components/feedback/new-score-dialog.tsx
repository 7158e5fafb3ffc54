'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { type NewScore, SCORE_KINDS } from '@/lib/domain/feedback/schema';
import { createScore, feedbackQueries } from './queries';

/** Asks for name and kind of a score; neither is changed afterwards. */
export function NewScoreDialog({
  project,
  open,
  onOpen,
}: {
  project: string;
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const t = useTranslations('feedback.scores');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [kind, setKind] = useState<NewScore['kind']>('number');
  const [min, setMin] = useState<number | null>(null);
  const [max, setMax] = useState<number | null>(null);
  const [categories, setCategories] = useState('');
  const make = useMutation({
    mutationFn: () =>
      createScore(project, {
        ...{ name: name.trim(), description: description.trim(), kind },
        ...(kind === 'number' ? { min, max } : { min: null, max: null }),
        categories: kind === 'category' ? categories.split('\n').flatMap((line) => line.trim() || []) : [],
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: feedbackQueries.all(project) });
      onOpen(false);
    },
  });
  return (
    <Dialog
      open={open}
      onOpen={onOpen}
      keepOpen={name !== '' || description !== ''}
      question={t('newTitle')}
      answers={
        <>
          <Button onClick={() => onOpen(false)}>{t('cancel')}</Button>
          <Button kind="main" busy={make.isPending} onClick={() => make.mutate()}>
            {t('make')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label={t('name')} hint={t('nameHint')}>
          <Input autoComplete="off" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label={t('takes')}>
          <Select
            value={kind}
            onValue={setKind}
            options={SCORE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
        </Field>
        {kind === 'number' ? (
          <div className="grid grid-cols-2 gap-4">
            <Field label={t('least')} optional>
              <NumberInput value={min} onValue={setMin} />
            </Field>
            <Field label={t('most')} optional>
              <NumberInput value={max} onValue={setMax} />
            </Field>
          </div>
        ) : null}
        {kind === 'category' ? (
          <Field label={t('categories')} hint={t('categoriesHint')}>
            <Textarea rows={4} value={categories} onChange={(event) => setCategories(event.target.value)} />
          </Field>
        ) : null}
        <Field label={t('description')} optional>
          <Input maxLength={300} value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        {make.isError ? <InlineError error={make.error} title={t('notSaved')} /> : null}
      </form>
    </Dialog>
  );
}
