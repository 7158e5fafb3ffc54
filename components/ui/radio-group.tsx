import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

export type Choice<Value extends string = string> = {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  icon?: ReactNode;
};

/** One of a few, all visible. `look="cards"` draws framed choices, as for classes in a review. */
export function RadioGroup<Value extends string>({
  label,
  choices,
  value,
  onValue,
  look = 'list',
  hideLabel = false,
  className,
}: {
  label: ReactNode;
  choices: readonly Choice<Value>[];
  value: Value | null;
  onValue: (value: Value) => void;
  look?: 'list' | 'cards';
  hideLabel?: boolean;
  className?: string;
}) {
  const name = useId();
  return (
    <fieldset className={clsx('min-w-0', className)}>
      <legend className={clsx('mb-1.5 text-sm font-medium', hideLabel && 'sr-only')}>{label}</legend>
      <div className={look === 'cards' ? 'flex flex-wrap gap-2' : 'flex flex-col gap-2'}>
        {choices.map((choice) => (
          <label
            key={choice.value}
            className={clsx(
              'relative flex cursor-pointer gap-2.5 text-sm text-ink max-md:min-h-10',
              look === 'list' && 'items-start',
              look === 'cards' &&
                'min-h-control items-center rounded-md border border-control-line bg-surface px-3 has-checked:border-ink has-checked:font-semibold has-checked:shadow-[inset_0_0_0_1px_var(--ink)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
            )}
          >
            <input
              type="radio"
              name={name}
              checked={value === choice.value}
              onChange={() => onValue(choice.value)}
              className={
                look === 'cards'
                  ? 'absolute inset-0 m-0 cursor-pointer opacity-0'
                  : 'mt-0.5 size-4 shrink-0 accent-accent'
              }
            />
            {choice.icon}
            <span className="flex flex-col">
              {choice.label}
              {choice.hint ? <span className="text-xs font-normal text-ink-3">{choice.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
