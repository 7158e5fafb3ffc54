'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { CreatedInvitation, NewInvitation, ProjectRole } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';
import { Refusal } from './refusal';
import { RoleSelect } from './role-select';
import { ShownOnce } from './shown-once';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

/** Asks for role and address, then shows the link, once. */
export function InviteDialog({
  project,
  open,
  onOpen,
}: {
  project: { slug: string; name: string };
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const t = useTranslations('people.invitations');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const format = useFormat();
  const client = useQueryClient();
  const [role, setRole] = useState<ProjectRole>('reviewer');
  const form = useCheckedForm<{ email: string }>({ defaultValues: { email: '' } });
  const make = useMutation({
    mutationFn: (body: NewInvitation) =>
      api<CreatedInvitation>('/api/invitations', { method: 'POST', project: project.slug, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: peopleQueries.invitations(project.slug).queryKey }),
  });
  const submit = form.handleSubmit(({ email }) => make.mutate({ role, email: email.trim() || null }));
  const close = () => {
    form.reset();
    make.reset();
    setRole('reviewer');
    onOpen(false);
  };
  if (make.data) {
    const { invitation, path } = make.data;
    return (
      <Dialog
        open={open}
        onOpen={(next) => (next ? undefined : close())}
        keepOpen
        question={t('madeTitle')}
        answers={
          <SteadyButton kind="main" onClick={close}>
            {t('done')}
          </SteadyButton>
        }
      >
        <p>{t('made', { until: format.dayTime(invitation.expiresAt) })}</p>
        <ShownOnce text={`${window.location.origin}${path}`} what={t('link')} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpen={(next) => (next ? onOpen(true) : close())}
      keepOpen={form.formState.isDirty}
      question={t('question', { project: project.name })}
      answers={
        <>
          <SteadyButton onClick={close}>{t('notNow')}</SteadyButton>
          <SteadyButton kind="main" busy={make.isPending} onClick={() => void submit()}>
            {t('make')}
          </SteadyButton>
        </>
      }
    >
      <form method="post" noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <Field label={t('role')}>
          <RoleSelect role={role} onRole={setRole} />
        </Field>
        <Field label={words('email')} optional hint={t('emailHint')} error={form.formState.errors.email?.message}>
          <Input
            type="email"
            autoComplete="off"
            {...form.field('email', (value) => value.trim() === '' || rules.email(value))}
          />
        </Field>
        <Refusal error={make.error} title={t('notMade')} />
      </form>
    </Dialog>
  );
}
