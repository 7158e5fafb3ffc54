'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { DeleteDialog } from '@/components/ui/delete-dialog';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Model } from '@/lib/domain/registry/schema';
import { apiResponse } from '@/lib/platform/http/client';
import { registryQueries } from './queries';

/** Deletes a model with all its versions, by typing its name. */
export function DeleteModel({ project, model }: { project: string; model: Model }) {
  const t = useTranslations('registry.delete');
  const words = useTranslations('ui');
  const router = useRouter();
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      apiResponse(`/api/models/${model.id}`, { method: 'DELETE', project, query: { name: model.name } }),
    onSuccess: async () => {
      showSuccess(t('done', { model: model.name }));
      await client.invalidateQueries({ queryKey: registryQueries.all(project) });
      router.push(`/p/${project}/models`);
    },
  });
  const close = () => {
    setIsOpen(false);
    remove.reset();
  };
  return (
    <>
      <SectionHeading title={t('title')} />
      <Panel>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="max-w-measure text-md text-ink-2">{t('sentence', { count: model.versions.length })}</p>
          <Button kind="danger" onClick={() => setIsOpen(true)}>
            {t('button')}
          </Button>
        </div>
      </Panel>
      <DeleteDialog
        open={isOpen}
        name={model.name}
        question={t('question', { model: model.name })}
        warning={t('warning', { count: model.versions.length })}
        type={t('type', { model: model.name })}
        keep={t('keep')}
        act={t('button')}
        locked={t('locked')}
        busy={remove.isPending}
        error={remove.error}
        failed={words('error.title')}
        onClose={close}
        onDelete={() => remove.mutate()}
      />
    </>
  );
}
