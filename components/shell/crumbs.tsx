'use client';
import type { ReactNode } from 'react';
import { useTranslations } from '@/components/ui/use-translations';

export function Crumbs({ children }: { children: ReactNode }) {
  const t = useTranslations('shell.navigation');
  return (
    <nav aria-label={t('crumbs')} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-2 text-ink-3">{children}</ol>
    </nav>
  );
}
