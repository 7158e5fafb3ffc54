'use client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import { ShortcutSheet } from './shortcut-sheet';
import { isSingleLetter, isTyping, nameKey, resolvePress, type Shortcut, sequenceMs } from './shortcuts';

type Registry = {
  register: (list: readonly Shortcut[]) => () => void;
  openSheet: () => void;
  lettersOn: boolean;
  setLettersOn: (on: boolean) => void;
};

const ShortcutContext = createContext<Registry | null>(null);
const storageKey = 'implanta-single-keys';

/** Listens once for the whole page; components add their keys with `useShortcuts`. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.shortcuts');
  const lists = useRef(new Set<readonly Shortcut[]>());
  const pending = useRef<{ keys: string; at: number }>({ keys: '', at: 0 });
  const [sheet, setSheet] = useState<readonly Shortcut[] | null>(null);
  const [lettersOn, setLetters] = useState(true);
  const everyKey = useCallback(() => [...lists.current].flat(), []);
  const openSheet = useCallback(() => setSheet(everyKey()), [everyKey]);

  useEffect(() => setLetters(window.localStorage.getItem(storageKey) !== 'off'), []);

  const register = useCallback((list: readonly Shortcut[]) => {
    lists.current.add(list);
    return () => {
      lists.current.delete(list);
    };
  }, []);

  useEffect(
    () => register([{ keys: '?', label: t('sheet'), scope: 'everywhere', run: openSheet }]),
    [register, openSheet, t],
  );

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const press = nameKey(event);
      if (press === null || event.defaultPrevented) return;
      const isField = isTyping(event.target);
      const usable = everyKey().filter(({ keys }) => !isSingleLetter(keys) || (lettersOn && !isField));
      const started = event.timeStamp - pending.current.at < sequenceMs ? pending.current.keys : '';
      const meaning = resolvePress(
        started,
        press,
        usable.map(({ keys }) => keys),
      );
      pending.current =
        meaning && 'pending' in meaning ? { keys: meaning.pending, at: event.timeStamp } : { keys: '', at: 0 };
      if (!meaning || 'pending' in meaning) return;
      event.preventDefault();
      usable.findLast(({ keys }) => keys === meaning.run)?.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [everyKey, lettersOn]);

  const registry = useMemo<Registry>(
    () => ({
      register,
      openSheet,
      lettersOn,
      setLettersOn: (on) => {
        window.localStorage.setItem(storageKey, on ? 'on' : 'off');
        setLetters(on);
      },
    }),
    [register, openSheet, lettersOn],
  );
  return (
    <ShortcutContext value={registry}>
      {children}
      <ShortcutSheet shortcuts={sheet} onClose={() => setSheet(null)} />
    </ShortcutContext>
  );
}

function useRegistry(): Registry {
  const registry = useContext(ShortcutContext);
  if (!registry) throw new Error('useShortcuts needs a ShortcutProvider above it');
  return registry;
}

/** Adds keys while the component is mounted. Memoise the list; the newest one wins when two use the same keys. */
export function useShortcuts(list: readonly Shortcut[]): void {
  const { register } = useRegistry();
  useEffect(() => register(list), [register, list]);
}

/** Opens the sheet, and the switch for keys that are also letters (for Me). */
export function useShortcutSettings() {
  const { openSheet, lettersOn, setLettersOn } = useRegistry();
  return { openSheet, lettersOn, setLettersOn };
}
