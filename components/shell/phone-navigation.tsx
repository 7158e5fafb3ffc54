'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useTranslations } from '@/components/ui/use-translations';
import type { NavEntry } from './navigation';

/** The strip of a model's places under the top bar; scrolls to the current one. */
export function ModelStrip({
  name,
  places,
  current,
}: {
  name: string;
  places: readonly NavEntry[];
  current: string | undefined;
}) {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const chosen = strip.current?.querySelector<HTMLElement>(`[data-key="${current}"]`);
    if (chosen && strip.current)
      strip.current.scrollLeft = chosen.offsetLeft - strip.current.clientWidth / 2 + chosen.clientWidth / 2;
  }, [current]);
  return (
    <nav
      ref={strip}
      aria-label={name}
      className="no-print relative order-2 flex shrink-0 gap-0.5 overflow-x-auto border-b border-line bg-page px-3 [scrollbar-width:none] md:hidden print:hidden"
    >
      {places.map((place) => (
        <Link
          key={place.key}
          data-key={place.key}
          href={place.href}
          aria-current={place.key === current ? 'page' : undefined}
          className={clsx(
            'px-2.5 py-[11px] whitespace-nowrap',
            place.key === current ? 'font-semibold text-ink shadow-[inset_0_-2px_0_var(--ink)]' : 'text-ink-2',
          )}
        >
          {place.label}
        </Link>
      ))}
    </nav>
  );
}

/** Five places at the bottom under 860 px. */
export function BottomBar({ entries, current }: { entries: readonly NavEntry[]; current: string | undefined }) {
  const t = useTranslations('shell.navigation');
  return (
    <nav
      aria-label={t('main')}
      className="no-print fixed inset-x-0 bottom-0 z-20 grid auto-cols-fr grid-flow-col border-t border-line bg-surface px-1 pt-1.5 pb-[max(10px,env(safe-area-inset-bottom))] md:hidden print:hidden"
    >
      {entries.map((entry) => {
        const isCurrent = entry.key === current;
        return (
          <Link
            key={entry.key}
            href={entry.href}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(
              'relative flex flex-col items-center gap-0.5 rounded-md py-1 text-xs [&_svg]:size-5',
              isCurrent ? 'font-semibold text-ink' : 'text-ink-2',
            )}
          >
            {entry.icon}
            <span className="max-w-full truncate">{entry.label}</span>
            {entry.count === undefined || entry.count === 0 ? null : (
              <span className="absolute -top-px left-[calc(50%+6px)] rounded-full bg-bad px-1 text-xs leading-3.5 font-semibold text-surface">
                {entry.count}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
