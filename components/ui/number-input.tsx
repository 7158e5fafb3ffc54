'use client';
import clsx from 'clsx';
import { type ComponentProps, useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { useField } from './field';
import { controlClass } from './input';
import { useFormat } from './use-format';
import { useIsReadOnly } from './use-is-read-only';

/**
 * A number with comma or point by language and its unit inside at the right. `onValue` gets the number, null for an empty
 * field, and is not called while the text is no number; `onProblem` then gets the sentence to show as the field's error.
 */
export function NumberInput({
  value,
  onValue,
  onProblem,
  unit,
  nullable = true,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'defaultValue'> & {
  value: number | null;
  onValue: (value: number | null) => void;
  onProblem?: (message: string | null) => void;
  unit?: string | undefined;
  nullable?: boolean;
}) {
  const t = useTranslations('ui');
  const format = useFormat();
  const field = useField({ id: rest.id });
  const readOnly = useIsReadOnly({ ...rest, value });
  const [draft, setDraft] = useState<string | null>(null);
  const written =
    value === null
      ? ''
      : new Intl.NumberFormat(format.locale, { maximumSignificantDigits: 12, useGrouping: false }).format(value);
  const readDraft = (text: string) => {
    setDraft(text);
    if (text.trim() === '') {
      if (nullable) onValue(null);
      return;
    }
    const parsed = format.parseNumber(text);
    if (parsed !== null) onValue(parsed);
  };
  const settle = () => {
    if (draft === null) return;
    const isBad = draft.trim() !== '' && format.parseNumber(draft) === null;
    onProblem?.(isBad ? t('form.notANumber', { text: draft, example: format.number(1.6) }) : null);
    if (!isBad) setDraft(null);
  };
  return (
    <span
      className={clsx(
        controlClass,
        'flex items-center gap-2 has-aria-invalid:border-bad focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus',
        className,
      )}
    >
      <input
        type="text"
        inputMode="decimal"
        autoComplete="off"
        {...field}
        {...rest}
        readOnly={readOnly}
        value={draft ?? written}
        onChange={(event) => readDraft(event.target.value)}
        onBlur={(event) => {
          settle();
          rest.onBlur?.(event);
        }}
        className="w-full min-w-0 bg-transparent text-right text-ink outline-none"
      />
      {unit ? <span className="shrink-0 text-xs text-ink-3">{unit}</span> : null}
    </span>
  );
}
