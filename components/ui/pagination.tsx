'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from '@/components/ui/use-translations';
import { LinkButton } from './link-button';

/** Cursor pages: addresses of the page before and after, and the sentence of what is shown ("1 to 50 of 1,204"). */
export function Pagination({
  beforeHref,
  nextHref,
  shown,
}: {
  beforeHref?: string | undefined;
  nextHref?: string | undefined;
  shown?: string | undefined;
}) {
  const t = useTranslations('ui.pages');
  if (!beforeHref && !nextHref && !shown) return null;
  return (
    <nav aria-label={t('label')} className="flex flex-wrap items-center gap-2 px-5 py-3 text-xs text-ink-3 max-md:px-4">
      <span>{shown}</span>
      <span className="ml-auto flex gap-2">
        {beforeHref ? (
          <LinkButton size="sm" href={beforeHref} rel="prev" icon={<ChevronLeft aria-hidden="true" />}>
            {t('before')}
          </LinkButton>
        ) : null}
        {nextHref ? (
          <LinkButton size="sm" href={nextHref} rel="next">
            {t('next')}
            <ChevronRight aria-hidden="true" />
          </LinkButton>
        ) : null}
      </span>
    </nav>
  );
}
