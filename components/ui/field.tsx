'use client';
import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { useTranslations } from '@/components/ui/use-translations';

type FieldLinks = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const FieldContext = createContext<FieldLinks | null>(null);

/** Ids and state that a control takes from the field around it. */
export function useField(own: { id?: string | undefined }) {
  const links = useContext(FieldContext);
  return {
    id: own.id ?? links?.id,
    'aria-describedby': links?.describedBy,
    'aria-invalid': links?.invalid || undefined,
    'aria-required': links?.required || undefined,
  };
}

/** Label above, hint below, error under the control. The control inside finds its id by itself. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  required = false,
  id,
  aside,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  required?: boolean;
  id?: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('ui');
  const made = useId();
  const own = id ?? made;
  const parts = [hint ? `${own}-hint` : null, error ? `${own}-error` : null].filter((part) => part !== null);
  const links = {
    id: own,
    describedBy: parts.length > 0 ? parts.join(' ') : undefined,
    invalid: Boolean(error),
    required,
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-baseline gap-2">
        <label htmlFor={own} id={`${own}-label`} className="text-sm font-medium text-ink">
          {label}
          {optional ? <span className="ml-1 font-normal text-ink-3">{t('optional')}</span> : null}
        </label>
        {aside ? <span className="ml-auto text-xs text-ink-3">{aside}</span> : null}
      </div>
      <FieldContext value={links}>{children}</FieldContext>
      {error ? (
        <p id={`${own}-error`} className="flex items-start gap-1.5 text-sm text-bad">
          <CircleAlert aria-hidden="true" className="mt-0.5" />
          <span>{error}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={`${own}-hint`} className="text-xs text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** For three or more errors: a list at the top of the form whose lines lead to the fields. */
export function ErrorSummary({ errors }: { errors: { id: string; message: string }[] }) {
  const t = useTranslations('ui');
  if (errors.length < 3) return null;
  return (
    <div role="alert" className="rounded-lg bg-bad-soft px-4 py-3 text-sm">
      <p className="font-semibold text-bad">{t('form.errors', { count: errors.length })}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {errors.map(({ id, message }) => (
          <li key={id}>
            <a href={`#${id}`} className="link text-ink!">
              {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
