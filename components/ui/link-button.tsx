import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { type ButtonKind, type ButtonSize, buttonClass } from './button';

export function LinkButton({
  kind,
  size,
  icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & { kind?: ButtonKind; size?: ButtonSize; icon?: ReactNode }) {
  return (
    <Link {...rest} className={buttonClass(kind, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
