'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { useTranslations } from '@/components/ui/use-translations';
import { oneOf, type Theme, themes } from './locale';
import { rememberPreference } from './preferences';

const changed = 'implanta-theme';

/** The theme of this person; `choose` and `next` change it at once, without a request. */
export function useThemeChoice() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => {
    const read = () => setTheme(oneOf(themes, document.documentElement.dataset.theme, 'system'));
    read();
    window.addEventListener(changed, read);
    return () => window.removeEventListener(changed, read);
  }, []);
  const choose = useCallback((next: Theme) => {
    document.documentElement.dataset.theme = next;
    rememberPreference('theme', next);
    window.dispatchEvent(new Event(changed));
  }, []);
  const next = useCallback(() => {
    const now = oneOf(themes, document.documentElement.dataset.theme, 'system');
    choose(themes[(themes.indexOf(now) + 1) % themes.length] ?? 'system');
  }, [choose]);
  return { theme, choose, next };
}

export function ThemeToggle() {
  const t = useTranslations('shell.theme');
  const { theme, next } = useThemeChoice();
  const Icon = theme === 'light' ? Sun : theme === 'dark' ? Moon : Monitor;
  return <IconButton label={t('change', { theme: t(theme) })} icon={<Icon aria-hidden="true" />} onClick={next} />;
}
