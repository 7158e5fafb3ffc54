'use client';
import clsx from 'clsx';
import { ChevronsUpDown, Search } from 'lucide-react';
import Link from 'next/link';
import { Menu } from '@/components/ui/menu';
import { useTranslations } from '@/components/ui/use-translations';
import { BrandMark } from './brand-mark';
import type { NavEntry } from './navigation';

export type ProjectChoice = { key: string; name: string; href: string };

function NavList({
  label,
  entries,
  current,
}: {
  label: string;
  entries: readonly NavEntry[];
  current: string | undefined;
}) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-col gap-px">
        {entries.map((entry) => {
          const isCurrent = entry.key === current;
          return (
            <li key={entry.key}>
              <Link
                href={entry.href}
                aria-current={isCurrent ? 'page' : undefined}
                className={clsx(
                  'flex h-[30px] items-center gap-2.5 rounded-md px-2',
                  isCurrent
                    ? 'bg-[color-mix(in_srgb,var(--ink)_7%,transparent)] font-semibold text-ink'
                    : 'text-ink-2 hover:bg-sunken [&_svg]:text-ink-3',
                )}
              >
                {entry.icon}
                <span className="truncate">{entry.label}</span>
                {entry.count === undefined ? null : (
                  <span
                    className={clsx('ml-auto text-xs', entry.hot ? 'font-semibold text-bad' : 'font-normal text-ink-2')}
                  >
                    {entry.count}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

export function Sidebar({
  home,
  project,
  projects,
  places,
  model,
  footer,
  current,
  onSearch,
}: {
  home: string;
  project: { name: string };
  projects: readonly ProjectChoice[];
  places: readonly NavEntry[];
  model?: { name: string; places: readonly NavEntry[] } | undefined;
  footer: readonly NavEntry[];
  current: string | undefined;
  onSearch: () => void;
}) {
  const t = useTranslations('shell');
  return (
    <aside
      aria-label={t('navigation.main')}
      className="no-print sticky top-0 flex h-dvh w-sidebar shrink-0 flex-col overflow-auto border-r border-line px-3 py-3.5 max-md:hidden print:hidden"
    >
      <Link href={home} className="flex items-center gap-2 px-2 pt-0.5 pb-3 text-lg font-semibold tracking-[-0.01em]">
        <BrandMark />
        {t('product')}
      </Link>
      <Menu
        label={t('navigation.switchProject')}
        entries={projects.map(({ key, name, href }) => ({ key, label: name, href, checked: name === project.name }))}
        trigger={
          <button
            type="button"
            title={t('navigation.switchProject')}
            className="mb-2 flex h-[34px] w-full shrink-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-left font-semibold"
          >
            <span className="truncate">{project.name}</span>
            <ChevronsUpDown aria-hidden="true" className="ml-auto text-ink-3" />
          </button>
        }
      />
      <button
        type="button"
        onClick={onSearch}
        className="mb-2 flex h-8 w-full shrink-0 items-center gap-2 rounded-md border border-line px-2 text-left text-ink-3 hover:bg-sunken"
      >
        <Search aria-hidden="true" />
        <span className="truncate">{t('search.open')}</span>
        <kbd className="ml-auto whitespace-nowrap">Ctrl K</kbd>
      </button>
      <NavList label={t('navigation.project')} entries={places} current={current} />
      {model ? (
        <>
          <p className="truncate px-2 pt-4 pb-1.5 text-sm font-semibold text-ink">{model.name}</p>
          <NavList label={model.name} entries={model.places} current={current} />
        </>
      ) : null}
      <div className="mt-auto pt-3">
        <NavList label={t('navigation.account')} entries={footer} current={current} />
      </div>
    </aside>
  );
}
