import clsx from 'clsx';
import { Lock } from 'lucide-react';
import { type ButtonHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { Spinner } from './spinner';

export type ButtonKind = 'main' | 'outlined' | 'quiet' | 'danger' | 'danger-solid';
export type ButtonSize = 'md' | 'lg' | 'sm';

const kinds: Record<ButtonKind, string> = {
  main: 'border-primary bg-primary text-on-ink font-semibold hover:bg-primary-hover hover:border-primary-hover',
  outlined: 'border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink',
  danger: 'border-line-strong bg-surface text-bad hover:bg-bad-soft',
  'danger-solid': 'border-bad bg-bad text-surface font-semibold hover:opacity-90',
};
const sizes: Record<ButtonSize, string> = {
  md: 'h-control px-3 text-sm',
  lg: 'h-10 px-4 text-md',
  sm: 'h-7 max-md:h-10 px-2 text-xs',
};

export function buttonClass(kind: ButtonKind = 'outlined', size: ButtonSize = 'md', className?: string): string {
  return clsx(
    'relative inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline select-none transition-colors motion',
    sizes[size],
    kinds[kind],
    className,
  );
}

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
  kind?: ButtonKind | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
  /** Shows a spinner, keeps the width, ignores presses. */
  busy?: boolean | undefined;
  /** Why the button cannot be used yet; shown below it. The label stays readable. */
  locked?: string | undefined;
  ref?: Ref<HTMLButtonElement> | undefined;
};

export function Button({
  kind,
  size,
  icon,
  busy = false,
  locked,
  className,
  children,
  onClick,
  ref,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const isIdle = busy || locked !== undefined;
  const look = locked ? 'cursor-not-allowed border-line-strong! bg-sunken! text-ink-2! hover:bg-sunken!' : '';
  const button = (
    <button
      {...rest}
      ref={ref}
      type={isIdle && type === 'submit' ? 'button' : type}
      className={buttonClass(kind, size, clsx(look, className))}
      aria-disabled={isIdle || undefined}
      aria-busy={busy || undefined}
      aria-describedby={locked ? reasonId : rest['aria-describedby']}
      onClick={isIdle ? (event) => event.preventDefault() : onClick}
    >
      {busy ? (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      ) : null}
      <span className={clsx('inline-flex items-center gap-2', busy && 'opacity-0')}>
        {locked ? <Lock aria-hidden="true" /> : icon}
        {children}
      </span>
    </button>
  );
  if (!locked) return button;
  return (
    <span className="inline-flex flex-col items-start gap-1">
      {button}
      <span id={reasonId} className="max-w-measure text-xs text-ink-3">
        {locked}
      </span>
    </span>
  );
}
