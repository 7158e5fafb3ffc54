'use client';
import { useMutation } from '@tanstack/react-query';
import { Checkbox } from '@/components/ui/checkbox';
import { ErrorSummary, Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/text-link';
import { useTranslations } from '@/components/ui/use-translations';
import type { SetUpDone } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { openAnew, signInByPassword } from './enter';
import { PasswordInput } from './password-input';
import { Refusal } from './refusal';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';
import { useRules } from './use-rules';

interface Values {
  name: string;
  email: string;
  password: string;
  project: string;
  demo: boolean;
}

const fieldNames = ['name', 'email', 'password', 'project'] as const;

async function setUp(body: Values & { token: string }): Promise<string> {
  const { project } = await api<SetUpDone>('/api/setup', { method: 'POST', body });
  const target = `/p/${project.slug}/models`;
  return signInByPassword(body).then(
    () => target,
    () => `/sign-in?next=${encodeURIComponent(target)}`,
  );
}

export function SetUpForm({ token }: { token: string }) {
  const t = useTranslations('people.setUp');
  const words = useTranslations('people.fields');
  const rules = useRules();
  const form = useCheckedForm<Values>();
  const { errors } = form.formState;
  const finish = useMutation({ mutationFn: (values: Values) => setUp({ ...values, token }), onSuccess: openAnew });
  const wrong = fieldNames.flatMap((name) => {
    const message = errors[name]?.message;
    return message ? [{ id: `setup-${name}`, message }] : [];
  });
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => void form.handleSubmit((values) => finish.mutate(values))(event)}
    >
      <ErrorSummary errors={wrong} />
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-3 text-lg font-semibold">{t('you')}</legend>
        <Field label={words('name')} id="setup-name" error={errors.name?.message}>
          <Input autoComplete="name" {...form.field('name', rules.name)} />
        </Field>
        <Field label={words('email')} id="setup-email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...form.field('email', rules.email)} />
        </Field>
        <Field
          label={words('password')}
          id="setup-password"
          hint={words('passwordHint')}
          error={errors.password?.message}
        >
          <PasswordInput autoComplete="new-password" {...form.field('password', rules.password)} />
        </Field>
      </fieldset>
      <fieldset className="flex flex-col gap-4">
        <legend className="mb-3 text-lg font-semibold">{t('project')}</legend>
        <Field label={words('project')} id="setup-project" hint={t('projectHint')} error={errors.project?.message}>
          <Input autoComplete="off" {...form.field('project', rules.project)} />
        </Field>
      </fieldset>
      <fieldset>
        <legend className="mb-3 text-lg font-semibold">{t('demo')}</legend>
        <Checkbox defaultChecked label={t('demoLabel')} hint={t('demoHint')} {...form.register('demo')} />
      </fieldset>
      <Refusal
        error={finish.error}
        title={t('failed')}
        sentences={{
          bad_token: t('badToken'),
          name_taken: t('projectTaken'),
          already_set_up: (
            <>
              {t('alreadyDone')}{' '}
              <TextLink tone="ink" href="/sign-in">
                {t('signIn')}
              </TextLink>
            </>
          ),
        }}
      />
      <div className="flex flex-col gap-2">
        <SteadyButton kind="main" size="lg" type="submit" busy={finish.isPending || finish.isSuccess}>
          {t('action')}
        </SteadyButton>
        <p className="text-xs text-ink-3">{t('once')}</p>
      </div>
    </form>
  );
}
