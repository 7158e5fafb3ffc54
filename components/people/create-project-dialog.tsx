'use client';
import { useMutation } from '@tanstack/react-query';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';
import type { Project } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { openAnew } from './enter';
import { Refusal } from './refusal';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

export function CreateProjectDialog({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const t = useTranslations('people.me');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const form = useCheckedForm<{ name: string }>({ defaultValues: { name: '' } });
  const create = useMutation({
    mutationFn: (body: { name: string }) => api<Project>('/api/projects', { method: 'POST', body }),
    onSuccess: (project) => openAnew(`/p/${project.slug}/models`),
  });
  const submit = form.handleSubmit((values) => create.mutate(values));
  const close = () => {
    form.reset();
    create.reset();
    onOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpen={(next) => (next ? onOpen(true) : close())}
      keepOpen={form.formState.isDirty}
      question={t('newProject')}
      answers={
        <>
          <SteadyButton onClick={close}>{t('notNow')}</SteadyButton>
          <SteadyButton kind="main" busy={create.isPending || create.isSuccess} onClick={() => void submit()}>
            {t('createProject')}
          </SteadyButton>
        </>
      }
    >
      <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={words('project')} hint={t('newProjectHint')} error={form.formState.errors.name?.message}>
          <Input autoComplete="off" {...form.field('name', rules.project)} />
        </Field>
        <Refusal error={create.error} title={t('notCreated')} sentences={{ name_taken: t('nameTaken') }} />
      </form>
    </Dialog>
  );
}
