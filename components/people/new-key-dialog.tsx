'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { CreatedApiKey, NewApiKey, Scope } from '@/lib/domain/people/schema';
import { api } from '@/lib/platform/http/client';
import { peopleQueries } from './queries';
import { Refusal } from './refusal';
import { ShownOnce } from './shown-once';
import { SteadyButton } from './steady-button';
import { useCheckedForm } from './use-checked-form';

const lifetimes = ['never', '30', '90', '365'] as const;
type Lifetime = (typeof lifetimes)[number];
const dayMs = 86_400_000;

const expiryOf = (lifetime: Lifetime) =>
  lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * dayMs).toISOString();

/** Asks for name, scopes and lifetime of a key, then shows its text, once. */
export function NewKeyDialog({
  project,
  scopes,
  open,
  onOpen,
}: {
  project: string;
  scopes: readonly Scope[];
  open: boolean;
  onOpen: (open: boolean) => void;
}) {
  const t = useTranslations('people.keys');
  const client = useQueryClient();
  const [lifetime, setLifetime] = useState<Lifetime>('never');
  const [chosen, setChosen] = useState<readonly Scope[]>(['predict']);
  const [callsPerSecond, setCallsPerSecond] = useState<number | null>(null);
  const [scopeError, setScopeError] = useState(false);
  const form = useCheckedForm<{ name: string }>({ defaultValues: { name: '' } });
  const { errors } = form.formState;
  const make = useMutation({
    mutationFn: (body: NewApiKey) => api<CreatedApiKey>('/api/keys', { method: 'POST', project, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: peopleQueries.keys(project).queryKey }),
  });
  const submit = async () => {
    setScopeError(chosen.length === 0);
    await form.handleSubmit(({ name }) => {
      if (chosen.length > 0) make.mutate({ name, scopes: [...chosen], expiresAt: expiryOf(lifetime), callsPerSecond });
    })();
  };
  const close = () => {
    form.reset();
    make.reset();
    setLifetime('never');
    setChosen(['predict']);
    setCallsPerSecond(null);
    setScopeError(false);
    onOpen(false);
  };
  if (make.data)
    return (
      <Dialog
        open={open}
        onOpen={(next) => (next ? undefined : close())}
        keepOpen
        question={t('madeTitle', { name: make.data.apiKey.name })}
        answers={
          <SteadyButton kind="main" onClick={close}>
            {t('done')}
          </SteadyButton>
        }
      >
        <p>{t('copyNow')}</p>
        <ShownOnce text={make.data.key} what={t('key')} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpen={(next) => (next ? onOpen(true) : close())}
      keepOpen={form.formState.isDirty}
      question={t('newTitle')}
      answers={
        <>
          <SteadyButton onClick={close}>{t('notNow')}</SteadyButton>
          <SteadyButton kind="main" busy={make.isPending} onClick={() => void submit()}>
            {t('make')}
          </SteadyButton>
        </>
      }
    >
      <form
        method="post"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={t('name')} hint={t('nameHint')} error={errors.name?.message}>
          <Input
            autoComplete="off"
            maxLength={80}
            {...form.field('name', (value) => value.trim() !== '' || t('nameMissing'))}
          />
        </Field>
        <fieldset aria-describedby={scopeError ? 'key-scopes-error' : undefined} className="flex flex-col gap-2.5">
          <legend className="mb-2 text-sm font-medium text-ink">{t('scopes')}</legend>
          {scopes.map((scope) => (
            <Checkbox
              key={scope}
              label={<code>{scope}</code>}
              hint={t(`scope.${scope}.may`)}
              checked={chosen.includes(scope)}
              onChange={(event) => {
                const { checked } = event.target;
                setChosen((before) => scopes.filter((other) => (other === scope ? checked : before.includes(other))));
              }}
            />
          ))}
          {scopeError && chosen.length === 0 ? (
            <p id="key-scopes-error" role="alert" className="flex items-start gap-1.5 text-sm text-bad">
              <CircleAlert aria-hidden="true" className="mt-0.5" />
              {t('scopeMissing')}
            </p>
          ) : null}
        </fieldset>
        <Field label={t('expires')}>
          <Select
            value={lifetime}
            onValue={setLifetime}
            options={lifetimes.map((value) => ({ value, label: t(`lifetime.${value}`) }))}
          />
        </Field>
        <Field label={t('limit')} hint={t('limitHint')} optional>
          <NumberInput value={callsPerSecond} unit={t('perSecond')} onValue={setCallsPerSecond} />
        </Field>
        <Refusal error={make.error} title={t('notMade')} />
      </form>
    </Dialog>
  );
}
