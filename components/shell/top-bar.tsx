import Link from 'next/link';
import type { ReactNode } from 'react';
import { Crumbs } from './crumbs';
import { LanguageToggle } from './language-toggle';
import { NotificationBell } from './notification-bell';
import { ThemeToggle } from './theme-toggle';

/** A phone has room for the page and the one above it. */
const PHONE_PARENTS = 1;

export type Crumb = { label: string; href?: string };

/** Where I am, the range on time pages, language and theme. First element of every page, before `PageBody`. */
export function TopBar({ crumbs, range, aside }: { crumbs: readonly Crumb[]; range?: ReactNode; aside?: ReactNode }) {
  return (
    <header className="no-print sticky top-0 z-10 order-1 flex min-h-[50px] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-[color-mix(in_srgb,var(--page)_94%,transparent)] px-8 py-1 backdrop-blur-sm max-md:px-4 print:hidden">
      <Crumbs>
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          const behind = crumbs.length - 1 - index;
          return (
            <li
              key={`${crumb.href ?? ''}${crumb.label}`}
              className={`flex min-w-0 items-center gap-2 ${behind > PHONE_PARENTS ? 'max-md:hidden' : ''}`}
            >
              {index > 0 ? (
                <span
                  aria-hidden="true"
                  className={`text-line-strong ${behind === PHONE_PARENTS ? 'max-md:hidden' : ''}`}
                >
                  /
                </span>
              ) : null}
              {crumb.href && !isLast ? (
                <Link href={crumb.href} className="truncate hover:text-ink">
                  {crumb.label}
                </Link>
              ) : (
                <span
                  aria-current={isLast ? 'page' : undefined}
                  className={isLast ? 'truncate font-semibold text-ink' : 'truncate'}
                >
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </Crumbs>
      <div className="ml-auto flex items-center gap-1 text-xs text-ink-3">
        {aside}
        <div className="max-md:hidden">{range}</div>
        <NotificationBell />
        <LanguageToggle />
        <ThemeToggle />
      </div>
      {range ? <div className="w-full pb-1 md:hidden">{range}</div> : null}
    </header>
  );
}

/** The content column: 1216 px at most, page edges of 32 and 16 px; target of the skip link. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <main
      id="content"
      tabIndex={-1}
      className="order-3 w-full max-w-page px-8 pt-7 pb-16 max-md:px-4 max-md:pt-4.5 print:max-w-none print:p-0"
    >
      {children}
    </main>
  );
}
