'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Dataset } from '@/lib/domain/datasets/schema';
import { datasetQueries, deleteDataset } from './queries';

/** Deletes a dataset with all its versions, by typing its name. */
export function DeleteDataset({ project, dataset }: { project: string; dataset: Dataset }) {
  const t = useTranslations('datasets.delete');
  const router = useRouter();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => deleteDataset(project, dataset.id),
    onSuccess: () => {
      showSuccess(t('done', { name: dataset.name }));
      router.push(`/p/${project}/datasets`);
      client.removeQueries({ queryKey: [...datasetQueries.all(project), 'detail', dataset.id] });
      return client.invalidateQueries({ queryKey: datasetQueries.list(project).queryKey });
    },
  });
  const close = () => {
    setIsOpen(false);
    setTyped('');
    remove.reset();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {t('open')}
      </Button>
      <Dialog
        open={isOpen}
        onOpen={(open) => (open ? setIsOpen(true) : close())}
        keepOpen={typed !== ''}
        question={t('question', { name: dataset.name })}
        answers={
          <>
            <Button onClick={close}>{t('keep')}</Button>
            <Button
              kind="danger-solid"
              busy={remove.isPending}
              locked={typed === dataset.name ? undefined : t('locked')}
              onClick={() => remove.mutate()}
            >
              {t('open')}
            </Button>
          </>
        }
      >
        <p>{t('warning', { count: dataset.versions })}</p>
        <Field label={t('type', { name: dataset.name })}>
          <Input
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {remove.isError ? <InlineError error={remove.error} /> : null}
      </Dialog>
    </>
  );
}
