'use client';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { type CommandEntry, CommandPalette } from './command-palette';
import { DatabaseStrip } from './database-strip';
import { currentEntry, type NavEntry } from './navigation';
import { BottomBar, ModelStrip } from './phone-navigation';
import { useShortcuts } from './shortcut-provider';
import type { Shortcut } from './shortcuts';
import { type ProjectChoice, Sidebar } from './sidebar';
import { useThemeChoice } from './theme-toggle';

/**
 * Sidebar, bottom bar, palette and keys around a page. Entries are decided by the caller: a place a person may not open is
 * left out or `hidden`. `go` maps the second letter of `g m` sequences to the key of an entry.
 */
export function AppFrame({
  home = '/',
  project,
  projects,
  places,
  model,
  footer,
  phone,
  commands = [],
  go = {},
  current,
  children,
}: {
  home?: string;
  project: { name: string };
  projects: readonly ProjectChoice[];
  places: readonly NavEntry[];
  model?: { name: string; places: readonly NavEntry[] } | undefined;
  footer: readonly NavEntry[];
  phone: readonly NavEntry[];
  commands?: readonly CommandEntry[];
  go?: Readonly<Record<string, string>>;
  /** Key of the current entry when the address alone does not tell. */
  current?: string;
  children: ReactNode;
}) {
  const t = useTranslations('shell');
  const path = usePathname();
  const router = useRouter();
  const theme = useThemeChoice();
  const [isSearching, setIsSearching] = useState(false);
  const shown = (entries: readonly NavEntry[]) => entries.filter(({ hidden }) => !hidden);
  const modelPlaces = shown(model?.places ?? []);
  const everywhere = useMemo(
    () => [...places, ...(model?.places ?? []), ...footer].filter(({ hidden }) => !hidden),
    [places, model, footer],
  );
  const currentKey = current ?? currentEntry(path, everywhere);

  const keys = useMemo<Shortcut[]>(() => {
    const jumps = Object.entries(go).flatMap(([letter, key]) => {
      const entry = everywhere.find((candidate) => candidate.key === key);
      return entry
        ? [
            {
              keys: `g ${letter}`,
              label: t('shortcuts.go', { place: entry.label }),
              scope: 'everywhere' as const,
              run: () => router.push(entry.href),
            },
          ]
        : [];
    });
    return [
      { keys: 'mod+k', label: t('shortcuts.palette'), scope: 'everywhere', run: () => setIsSearching(true) },
      { keys: '.', label: t('shortcuts.theme'), scope: 'everywhere', run: theme.next },
      ...jumps,
    ];
  }, [go, everywhere, router, t, theme.next]);
  useShortcuts(keys);

  const entries = useMemo<CommandEntry[]>(() => {
    const letterOf = (key: string) => Object.entries(go).find(([, target]) => target === key)?.[0];
    const jumps = everywhere.map((entry) => {
      const letter = letterOf(entry.key);
      return {
        key: entry.key,
        label: entry.label,
        icon: entry.icon,
        href: entry.href,
        ...(letter ? { keys: `g ${letter}` } : {}),
      };
    });
    return [...jumps, ...commands];
  }, [everywhere, commands, go]);

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 rounded-md bg-primary px-3 py-2 text-sm font-semibold text-on-ink not-focus:sr-only"
      >
        {t('skip')}
      </a>
      <Sidebar
        home={home}
        project={project}
        projects={projects}
        places={shown(places)}
        model={model ? { name: model.name, places: modelPlaces } : undefined}
        footer={shown(footer)}
        current={currentKey}
        onSearch={() => setIsSearching(true)}
      />
      <div className="flex min-w-0 flex-1 flex-col max-md:pb-24 print:pb-0">
        {model ? <ModelStrip name={model.name} places={modelPlaces} current={currentKey} /> : null}
        <DatabaseStrip />
        {children}
      </div>
      <BottomBar entries={shown(phone)} current={currentEntry(path, shown(phone)) ?? current} />
      <CommandPalette open={isSearching} onOpen={setIsSearching} entries={entries} />
    </div>
  );
}
