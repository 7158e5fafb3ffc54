'use client';
import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';
import { useField } from './field';
import { useIsReadOnly } from './use-is-read-only';

export const controlClass =
  'min-h-control w-full min-w-0 rounded-md border border-control-line bg-surface px-2.5 text-sm text-ink max-md:text-[1rem] aria-invalid:border-bad focus-visible:outline-offset-1';

/** One line of text. `leading` is an icon at the left, `trailing` text or a control at the right. */
export function Input({
  leading,
  trailing,
  className,
  ...rest
}: ComponentProps<'input'> & { leading?: ReactNode; trailing?: ReactNode }) {
  const field = useField({ id: rest.id });
  const readOnly = useIsReadOnly(rest);
  if (!leading && !trailing)
    return (
      <input
        type="text"
        {...field}
        {...rest}
        {...(field.id ? { id: field.id } : {})}
        readOnly={readOnly}
        className={clsx(controlClass, className)}
      />
    );
  return (
    <span
      className={clsx(
        controlClass,
        'flex items-center gap-2 text-ink-3 has-aria-invalid:border-bad focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus',
        className,
      )}
    >
      {leading}
      <input
        type="text"
        {...field}
        {...rest}
        readOnly={readOnly}
        className="w-full min-w-0 bg-transparent text-ink outline-none"
      />
      {trailing}
    </span>
  );
}
