'use client';
import type { ReactNode } from 'react';
import { BrandMark } from '@/components/shell/brand-mark';
import { LanguageToggle } from '@/components/shell/language-toggle';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { useTranslations } from '@/components/ui/use-translations';

/** The one column of the pages before anybody is signed in. */
export function VisitorFrame({
  title,
  sentence,
  children,
}: {
  title: ReactNode;
  sentence?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('shell');
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-118 flex-col px-4 pt-5 pb-12">
      <header className="flex items-center gap-2 text-lg font-semibold tracking-[-0.01em]">
        <BrandMark />
        {t('product')}
        <span className="ml-auto flex items-center gap-1">
          <LanguageToggle />
          <ThemeToggle />
        </span>
      </header>
      <main id="content" tabIndex={-1} className="pt-[min(12dvh,6rem)]">
        <h1 className="text-xl font-semibold tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
        {sentence ? <p className="mt-1 text-md text-pretty text-ink-2">{sentence}</p> : null}
        <div className="mt-6 flex flex-col gap-5">{children}</div>
      </main>
    </div>
  );
}
