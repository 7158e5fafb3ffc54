'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Me } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';
import { Refusal } from './refusal';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

export function MeProfile({ me }: { me: Me }) {
  const t = useTranslations('people.me');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const router = useRouter();
  const client = useQueryClient();
  const form = useCheckedForm<{ name: string }>({ values: { name: me.name } });
  const save = useMutation({
    mutationFn: (body: { name: string }) => api<Me>('/api/me', { method: 'PATCH', body }),
    onSuccess: (changed) => {
      client.setQueryData(peopleQueries.me().queryKey, changed);
      showSuccess(t('nameSaved'));
      router.refresh();
    },
  });
  return (
    <section aria-labelledby="me-profile">
      <SectionHeading id="me-profile" title={t('profile')} />
      <Panel>
        <form
          method="post"
          noValidate
          className="flex flex-col items-stretch gap-4"
          onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
        >
          <Field label={words('name')} error={form.formState.errors.name?.message}>
            <Input autoComplete="name" {...form.field('name', rules.name)} />
          </Field>
          <Field label={words('email')} hint={t('emailHint')}>
            <Input type="email" readOnly value={me.email} className="bg-sunken!" />
          </Field>
          <Refusal error={save.error} title={t('notSaved')} />
          <div>
            <SteadyButton type="submit" busy={save.isPending}>
              {t('saveName')}
            </SteadyButton>
          </div>
        </form>
      </Panel>
    </section>
  );
}
