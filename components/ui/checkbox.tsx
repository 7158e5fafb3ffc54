import clsx from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

/** A native checkbox with its sentence. `hint` is a second, grey line. */
export function Checkbox({
  label,
  hint,
  hideLabel = false,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode; hideLabel?: boolean }) {
  const made = useId();
  const id = rest.id ?? made;
  return (
    <span className={clsx('flex items-start gap-2.5 max-md:min-h-10', className)}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent max-md:size-5"
      />
      <span className="flex flex-col">
        <label htmlFor={id} className={clsx('cursor-pointer text-sm text-ink', hideLabel && 'sr-only')}>
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="text-xs text-ink-3">
            {hint}
          </span>
        ) : null}
      </span>
    </span>
  );
}
