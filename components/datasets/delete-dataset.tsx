'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DeleteDialog } from '@/components/ui/delete-dialog';
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
    remove.reset();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {t('open')}
      </Button>
      <DeleteDialog
        open={isOpen}
        name={dataset.name}
        question={t('question', { name: dataset.name })}
        warning={t('warning', { count: dataset.versions })}
        type={t('type', { name: dataset.name })}
        keep={t('keep')}
        act={t('open')}
        locked={t('locked')}
        busy={remove.isPending}
        error={remove.error}
        onClose={close}
        onDelete={() => remove.mutate()}
      />
    </>
  );
}
