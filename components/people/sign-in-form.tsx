'use client';
import { useMutation } from '@tanstack/react-query';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';
import { ApiError } from '@/lib/platform/http/client';
import { openAnew, signInByPassword } from './enter';
import { PasswordInput } from './password-input';
import { Refusal } from './refusal';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

function attemptsLeft(error: unknown): number {
  const left = error instanceof ApiError ? error.problem.details?.attemptsLeft : 0;
  return typeof left === 'number' ? left : 0;
}

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('people.signIn');
  const fields = useTranslations('people.fields');
  const rules = useRules();
  const form = useCheckedForm<{ email: string; password: string }>();
  const { errors } = form.formState;
  const signIn = useMutation({
    mutationFn: signInByPassword,
    onSuccess: () => openAnew(next),
    onError: () => form.setFocus('password', { shouldSelect: true }),
  });
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit((values) => signIn.mutate(values))(event)}
    >
      <Field label={fields('email')} error={errors.email?.message}>
        <Input type="email" autoComplete="username" {...form.field('email', rules.emailGiven)} />
      </Field>
      <Field label={fields('password')} error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" {...form.field('password', rules.given)} />
      </Field>
      <Refusal
        error={signIn.error}
        title={t('failed')}
        sentences={{
          wrong_password: t('wrongPassword', { left: attemptsLeft(signIn.error) }),
          sign_in_locked: t('locked'),
        }}
      />
      <SteadyButton kind="main" size="lg" type="submit" busy={signIn.isPending || signIn.isSuccess}>
        {t('action')}
      </SteadyButton>
      <p className="text-sm text-ink-2">{t('forgot')}</p>
    </form>
  );
}
