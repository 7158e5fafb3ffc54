'use client';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { rangeNames } from '@/components/shell/range';
import { useRange } from '@/components/shell/range-control';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { useComparison } from './compare-choice';
import { MONITORING_RANGE, monitoringQueries } from './queries';
import { useVersionFilter } from './version-filter';

const LIVE_MS = 5000;

const HeldContext = createContext<{ isHeld: boolean; hold: (held: boolean) => void }>({
  isHeld: false,
  hold: () => {},
});

/** Around a page that follows its numbers: while something is pointed at, they stand still. */
export function LivePage({ children }: { children: ReactNode }) {
  const [isHeld, hold] = useState(false);
  const value = useMemo(() => ({ isHeld, hold }), [isHeld]);
  return <HeldContext value={value}>{children}</HeldContext>;
}

export const useHold = () => useContext(HeldContext).hold;

/**
 * The traffic that the address asks for. A named range follows the clock every five seconds; the browser's own rule keeps a
 * hidden page from asking. One part of a page asks, others listen with `asks: false`.
 */
export function useLiveTraffic(project: string, model: string, { asks = true }: { asks?: boolean } = {}) {
  const { isHeld } = useContext(HeldContext);
  const range = useRange(MONITORING_RANGE);
  const { version } = useVersionFilter();
  const { compare } = useComparison();
  const follows = rangeNames.some((name) => name === range.text);
  const query = useQuery({
    ...monitoringQueries.traffic(project, model, { range: range.text, version, compare }),
    refetchInterval: asks && follows && !isHeld ? LIVE_MS : false,
  });
  return {
    query,
    range: range.text,
    state: !follows ? ('off' as const) : isHeld ? ('held' as const) : ('live' as const),
  };
}

/** Whether the page follows its numbers, and the time of the last answer. */
export function LiveMark({ project, model }: { project: string; model: string }) {
  const t = useTranslations('monitoring.live');
  const format = useFormat();
  const { query, state } = useLiveTraffic(project, model, { asks: false });
  if (!query.data) return null;
  const time = format.time(query.data.to);
  if (state === 'off') return <span className="mr-2 whitespace-nowrap">{t('off', { time })}</span>;
  return (
    <span className="mr-2 inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden="true" className={`size-2 rounded-full ${state === 'live' ? 'bg-accent' : 'bg-ink-3'}`} />
      {t(state, { time })}
    </span>
  );
}
