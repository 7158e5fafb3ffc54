import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A surface with one hairline. Never put a panel in a panel; use `flush` for tables that reach the edge. */
export function Panel({
  flush = false,
  className,
  children,
}: {
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={clsx(
        'min-w-0 rounded-lg border border-line bg-surface',
        flush ? 'overflow-hidden' : 'p-5 max-md:p-4',
        className,
      )}
    >
      {children}
    </div>
  );
}

/** Heading of a section or panel, with a grey addition and things at the right. */
export function SectionHeading({
  title,
  hint,
  actions,
  level = 2,
  id,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  id?: string;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1">
      <Heading id={id} className="flex flex-wrap items-baseline gap-x-2 text-lg font-semibold">
        {title}
        {hint ? <small className="text-xs font-normal text-ink-3">{hint}</small> : null}
      </Heading>
      {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** A part of a page with the distance of 32 px before it. */
export function Section({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  return (
    <section aria-label={label} className={clsx('mt-8 first:mt-0', className)}>
      {children}
    </section>
  );
}
