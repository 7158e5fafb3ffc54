import clsx from 'clsx';
import Link from 'next/link';
import type { ReactNode } from 'react';

export type TabLink = { key: string; label: ReactNode; href: string; count?: ReactNode };

/** Parts of one page, each with its address. `current` is the key of the one that is open. */
export function Tabs({ label, tabs, current }: { label: string; tabs: readonly TabLink[]; current: string }) {
  return (
    <nav aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          href={tab.href}
          aria-current={tab.key === current ? 'page' : undefined}
          className={clsx(
            'inline-flex min-h-control items-center gap-1.5 px-2.5 pb-1 text-sm whitespace-nowrap',
            tab.key === current
              ? 'font-semibold text-ink shadow-[inset_0_-2px_0_var(--ink)]'
              : 'text-ink-2 hover:text-ink',
          )}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="text-xs font-normal text-ink-3">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
