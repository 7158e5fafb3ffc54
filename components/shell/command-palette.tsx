'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { backdropClass } from '@/components/ui/dialog';
import { useTranslations } from '@/components/ui/use-translations';
import { rankMatches } from './fuzzy';
import { Keys } from './shortcut-sheet';

export type CommandEntry = {
  key: string;
  label: string;
  /** What kind of thing it is: "Model", "Place", "Action". */
  kind?: string;
  hint?: string;
  icon?: ReactNode;
  href?: string;
  onSelect?: () => void;
  keys?: string;
  /** Further words that find it, never drawn. */
  words?: string;
};

const mostShown = 50;
const recentKept = 5;
const storageKey = 'implanta-recent-commands';

function readRecent(): string[] {
  const raw = typeof window === 'undefined' ? null : window.localStorage.getItem(storageKey);
  return raw ? raw.split('\n').slice(0, recentKept) : [];
}

/** Search or jump to: places, models, versions, ids, actions. Recent entries come first while nothing is typed. */
export function CommandPalette({
  open,
  onOpen,
  entries,
  onQuery,
}: {
  open: boolean;
  onOpen: (open: boolean) => void;
  entries: readonly CommandEntry[];
  /** Called with what is typed, for entries that come from the server. */
  onQuery?: (query: string) => void;
}) {
  const t = useTranslations('shell.search');
  const router = useRouter();
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [recent, setRecent] = useState<string[]>([]);
  useEffect(() => {
    if (!open) return;
    setQuery('');
    setActive(0);
    setRecent(readRecent());
  }, [open]);
  const found = useMemo(() => {
    const ranked = rankMatches(query, entries, (entry) => `${entry.label} ${entry.hint ?? ''} ${entry.words ?? ''}`);
    if (query.trim() !== '') return ranked.slice(0, mostShown);
    const first = recent.flatMap((key) => ranked.filter((entry) => entry.key === key));
    return [...first, ...ranked.filter((entry) => !recent.includes(entry.key))].slice(0, mostShown);
  }, [query, entries, recent]);
  const choose = (entry: CommandEntry | undefined) => {
    if (!entry) return;
    const kept = [entry.key, ...readRecent().filter((key) => key !== entry.key)].slice(0, recentKept);
    window.localStorage.setItem(storageKey, kept.join('\n'));
    onOpen(false);
    if (entry.href) router.push(entry.href);
    entry.onSelect?.();
  };
  const move = (next: number) => {
    const index = Math.max(0, Math.min(found.length - 1, next));
    setActive(index);
    document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpen(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className="fixed top-[12dvh] left-1/2 z-50 flex max-h-[70dvh] w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-float transition-opacity motion data-[ending-style]:opacity-0 data-[starting-style]:opacity-0">
          <Base.Title className="sr-only">{t('open')}</Base.Title>
          <div className="flex items-center gap-2.5 border-b border-line px-4">
            <Search aria-hidden="true" className="text-ink-3" />
            <input
              type="text"
              role="combobox"
              aria-label={t('open')}
              aria-expanded={found.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={found.length > 0 ? `${id}-${active}` : undefined}
              autoComplete="off"
              placeholder={t('placeholder')}
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActive(0);
                onQuery?.(event.target.value);
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                  event.preventDefault();
                  move(active + (event.key === 'ArrowDown' ? 1 : -1));
                }
                if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(found[active]);
              }}
              className="h-12 w-full bg-transparent text-md outline-none"
            />
          </div>
          {found.length === 0 ? (
            <p className="px-4 py-6 text-sm text-ink-3" aria-live="polite">
              {t('nothing', { query })}
            </p>
          ) : (
            <div id={`${id}-list`} role="listbox" aria-label={t('results')} className="overflow-auto p-1.5">
              {found.map((entry, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and opens by keyboard.
                <div
                  key={entry.key}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  onMouseMove={() => setActive(index)}
                  onClick={() => choose(entry)}
                  className={clsx(
                    'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm max-md:min-h-11',
                    index === active && 'bg-sunken',
                  )}
                >
                  <span className="text-ink-3">{entry.icon}</span>
                  <span className="truncate">{entry.label}</span>
                  {entry.hint ? <span className="truncate text-xs text-ink-2">{entry.hint}</span> : null}
                  <span className="ml-auto flex items-center gap-2 text-xs text-ink-2">
                    {entry.kind}
                    {entry.keys ? <Keys keys={entry.keys} /> : null}
                  </span>
                </div>
              ))}
            </div>
          )}
          <p className="border-t border-line px-4 py-2 text-xs text-ink-3 max-md:hidden">{t('hint')}</p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
