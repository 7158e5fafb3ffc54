'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineError } from '@/components/ui/inline-error';
import { Input } from '@/components/ui/input';
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
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => apiResponse(`/api/models/${model.id}`, { method: 'DELETE', project, query: { name: typed } }),
    onSuccess: async () => {
      showSuccess(t('done', { model: model.name }));
      await client.invalidateQueries({ queryKey: registryQueries.all(project) });
      router.push(`/p/${project}/models`);
    },
  });
  const close = () => {
    setIsOpen(false);
    setTyped('');
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
      <Dialog
        open={isOpen}
        onOpen={(open) => (open ? setIsOpen(true) : close())}
        keepOpen={typed !== ''}
        question={t('question', { model: model.name })}
        answers={
          <>
            <Button onClick={close}>{t('keep')}</Button>
            <Button
              kind="danger-solid"
              busy={remove.isPending}
              locked={typed === model.name ? undefined : t('locked')}
              onClick={() => remove.mutate()}
            >
              {t('button')}
            </Button>
          </>
        }
      >
        <p>{t('warning', { count: model.versions.length })}</p>
        <Field label={t('type', { model: model.name })}>
          <Input
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {remove.isError ? <InlineError error={remove.error} title={words('error.title')} /> : null}
      </Dialog>
    </>
  );
}
