'use client';
import { useMutation } from '@tanstack/react-query';
import { Field } from '@/components/ui/field';
import { Panel, SectionHeading } from '@/components/ui/panel';
import { showSuccess } from '@/components/ui/toast';
import { useTranslations } from '@/components/ui/use-translations';
import type { Me } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { PasswordInput } from './password-input';
import { Refusal, reasonOf } from './refusal';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

interface Values {
  old: string;
  new: string;
}

export function MePassword({ email }: { email: string }) {
  const t = useTranslations('people.me');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const form = useCheckedForm<Values>();
  const { errors } = form.formState;
  const save = useMutation({
    mutationFn: (password: Values) => api<Me>('/api/me', { method: 'PATCH', body: { password } }),
    onSuccess: () => {
      form.reset({ old: '', new: '' });
      showSuccess(t('passwordSaved'));
    },
    onError: (error) => {
      if (reasonOf(error) === 'wrong_password')
        form.setError('old', { message: t('wrongPassword') }, { shouldFocus: true });
    },
  });
  const refused = reasonOf(save.error) === 'wrong_password' ? null : save.error;
  return (
    <section aria-labelledby="me-password">
      <SectionHeading id="me-password" title={t('password')} />
      <Panel>
        <form
          method="post"
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
        >
          {/* Lets a password manager know whose password changes. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <Field label={words('passwordOld')} error={errors.old?.message}>
            <PasswordInput autoComplete="current-password" {...form.field('old', rules.given)} />
          </Field>
          <Field label={words('passwordNew')} hint={words('passwordHint')} error={errors.new?.message}>
            <PasswordInput autoComplete="new-password" {...form.field('new', rules.password)} />
          </Field>
          <Refusal error={refused} title={t('notSaved')} />
          <div className="flex flex-col gap-2">
            <div>
              <SteadyButton type="submit" busy={save.isPending}>
                {t('changePassword')}
              </SteadyButton>
            </div>
            <p className="text-xs text-ink-3">{t('passwordEnds')}</p>
          </div>
        </form>
      </Panel>
    </section>
  );
}
