import type { ReactNode } from 'react';

export type NavEntry = {
  key: string;
  label: string;
  href: string;
  /** A lucide element: `<Box />`. Elements, not components, so that server pages can pass them. */
  icon: ReactNode;
  count?: number | string | undefined;
  /** Draws the count in red: something waits. */
  hot?: boolean | undefined;
  hidden?: boolean | undefined;
};

/** The entry whose address is the longest beginning of the path, if any. `/p/a/models/x/drift` belongs to `…/drift`, not to `…/x`. */
export function currentEntry(path: string, entries: readonly NavEntry[]): string | undefined {
  return entries
    .filter(({ href }) => path === href || path.startsWith(`${href.replace(/\/$/, '')}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]?.key;
}
