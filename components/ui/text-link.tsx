import clsx from 'clsx';
import Link from 'next/link';
import type { ComponentProps } from 'react';

/** A link inside prose or a cell: underlined, petrol; `tone="ink"` on tinted strips. */
export function TextLink({
  tone = 'accent',
  className,
  ...rest
}: ComponentProps<typeof Link> & { tone?: 'accent' | 'ink' }) {
  return <Link {...rest} className={clsx('link', tone === 'ink' && 'text-ink!', className)} />;
}
