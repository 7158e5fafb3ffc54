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
  /** Addresses of pages that are reached from it and have no entry of their own. */
  also?: readonly string[] | undefined;
};

/** The entry whose address is the longest beginning of the path, if any. `/p/a/models/x/drift` belongs to `…/drift`, not to `…/x`. */
export function currentEntry(path: string, entries: readonly NavEntry[]): string | undefined {
  return entries
    .flatMap(({ key, href, also = [] }) => [href, ...also].map((address) => ({ key, address })))
    .filter(({ address }) => path === address || path.startsWith(`${address.replace(/\/$/, '')}/`))
    .sort((a, b) => b.address.length - a.address.length)[0]?.key;
}
