'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { FormError } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { AlertRule } from '@/lib/domain/alerts/schema';
import { ApiError } from '@/lib/platform/http/client';
import type { FieldsProps, ModelChoice } from './field-props';
import { REFUSED_FIELDS } from './rule-draft';
import { TellFields } from './tell-fields';
import { TryRule } from './try-rule';
import { WatchFields } from './watch-fields';
import { WhenFields } from './when-fields';

/** What to watch, when to speak, whom to tell. */
export function RuleForm({
  project,
  models,
  rule,
  error,
  attempt,
  onSubmit,
  onTry,
  answers,
  ...fields
}: FieldsProps & {
  project: string;
  models: readonly ModelChoice[];
  rule: AlertRule | null;
  error: unknown;
  /** Counts the submits that met a fault. */
  attempt: number;
  onSubmit: () => void;
  /** Whether what the rule watches can be tried; else its faults are shown. */
  onTry: () => boolean;
  answers: ReactNode;
}) {
  const t = useTranslations('alerts.form');
  const words = useTranslations('alerts.faults');
  const reason = error instanceof ApiError ? (error.problem.reason ?? '') : '';
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt leads to the first fault, also to the same one again.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt]);
  return (
    <form
      ref={form}
      method="post"
      noValidate
      className="flex flex-col gap-7"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Part title={t('what')}>
        <WatchFields {...fields} project={project} models={models} isNew={rule === null} />
      </Part>
      <Part title={t('when')}>
        <WhenFields {...fields} />
        <TryRule project={project} draft={fields.draft} onTry={onTry} />
      </Part>
      <Part title={t('who')}>
        <TellFields {...fields} project={project} rule={rule} />
      </Part>
      {rule ? <p className="text-xs text-ink-3">{t('changes')}</p> : null}
      {error && !Object.hasOwn(REFUSED_FIELDS, reason) ? (
        reason === 'too_many_rules' ? (
          <FormError>{words('too_many_rules')}</FormError>
        ) : (
          <InlineError error={error} title={t('notSaved')} />
        )
      ) : null}
      <div className="flex flex-wrap items-center gap-2">{answers}</div>
    </form>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-3 text-lg font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}
