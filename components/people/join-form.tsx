'use client';
import { useMutation } from '@tanstack/react-query';
import { ErrorSummary, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import { openAnew, signInByPassword } from './enter';
import { joinByLink } from './join';
import { JoinRefusal } from './join-refusal';
import { PasswordInput } from './password-input';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

interface Values {
  name: string;
  email: string;
  password: string;
}

const fieldNames = ['name', 'email', 'password'] as const;

async function makeAccount(token: string, values: Values): Promise<string> {
  const target = await joinByLink(token, values);
  return signInByPassword({ email: values.email, password: values.password }).then(
    () => target,
    () => `/sign-in?next=${encodeURIComponent(target)}`,
  );
}

/** Joins with a new account. An invitation to one address keeps that address. */
export function JoinForm({ token, email }: { token: string; email: string | null }) {
  const t = useTranslations('people.invite');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const form = useCheckedForm<Values>();
  const { errors } = form.formState;
  const join = useMutation({ mutationFn: (values: Values) => makeAccount(token, values), onSuccess: openAnew });
  const wrong = fieldNames.flatMap((name) => {
    const message = errors[name]?.message;
    return message ? [{ id: `join-${name}`, message }] : [];
  });
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit((values) => join.mutate(values))(event)}
    >
      <ErrorSummary errors={wrong} />
      <Field label={words('name')} id="join-name" error={errors.name?.message}>
        <Input autoComplete="name" {...form.field('name', rules.name)} />
      </Field>
      <Field
        label={words('email')}
        id="join-email"
        hint={email ? t('emailFixed') : undefined}
        error={errors.email?.message}
      >
        <Input
          type="email"
          autoComplete="username"
          defaultValue={email ?? ''}
          readOnly={email !== null}
          className={email ? 'bg-sunken!' : ''}
          {...form.field('email', rules.email)}
        />
      </Field>
      <Field label={words('password')} id="join-password" hint={words('passwordHint')} error={errors.password?.message}>
        <PasswordInput autoComplete="new-password" {...form.field('password', rules.password)} />
      </Field>
      <JoinRefusal error={join.error} token={token} />
      <SteadyButton kind="main" size="lg" type="submit" busy={join.isPending || join.isSuccess}>
        {t('join')}
      </SteadyButton>
      <p className="text-sm text-ink-2">
        {t('haveAccount')}{' '}
        <TextLink href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}>{t('signIn')}</TextLink>
      </p>
    </form>
  );
}
