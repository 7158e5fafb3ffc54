'use client';
import clsx from 'clsx';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { buttonClass } from './button';
import { Tooltip } from './tooltip';

/** An icon alone, with a name that is also its tooltip. Only for copy, close, theme, density and the like. */
export function IconButton({
  label,
  icon,
  kind = 'quiet',
  className,
  ref,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  label: string;
  icon: ReactNode;
  kind?: 'quiet' | 'outlined';
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        ref={ref}
        aria-label={label}
        className={buttonClass(kind, 'md', clsx('w-control px-0!', className))}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
