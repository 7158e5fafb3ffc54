import clsx from 'clsx';
import { useId } from 'react';
import type { Choice } from './radio-group';

/** Two to five short choices in one frame: chart or table, all or some. A radio group for the keyboard. */
export function Segmented<Value extends string>({
  label,
  choices,
  value,
  onValue,
  className,
}: {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onValue: (value: Value) => void;
  className?: string;
}) {
  const name = useId();
  return (
    <fieldset
      aria-label={label}
      className={clsx(
        'inline-flex h-control min-w-0 overflow-hidden rounded-md border border-line-strong bg-surface',
        className,
      )}
    >
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative flex flex-1 cursor-pointer items-center justify-center gap-1.5 border-r border-line px-3 text-sm whitespace-nowrap text-ink-2 last:border-r-0 hover:bg-sunken has-checked:bg-[color-mix(in_srgb,var(--ink)_8%,transparent)] has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            checked={value === choice.value}
            onChange={() => onValue(choice.value)}
            className="absolute inset-0 m-0 cursor-pointer opacity-0"
          />
          {choice.icon}
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
