'use client';
import { type ComponentProps, useState } from 'react';
import { Input } from '@/components/ui/input';
import { useTranslations } from '@/components/ui/use-translations';

/** A password, hidden until the person wants to see it. */
export function PasswordInput(props: Omit<ComponentProps<typeof Input>, 'type' | 'trailing' | 'leading'>) {
  const t = useTranslations('people.password');
  const [isShown, setIsShown] = useState(false);
  return (
    <Input
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      trailing={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={t('showLabel')}
          onClick={() => setIsShown(!isShown)}
          className="-mr-2.5 min-h-control shrink-0 rounded-md px-2.5 text-xs text-ink-2 hover:text-ink"
        >
          {isShown ? t('hide') : t('show')}
        </button>
      }
    />
  );
}
