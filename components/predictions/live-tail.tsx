'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { InlineError } from '@/components/ui/inline-error';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { TAIL_ROWS } from './join-tail';
import type { PredictionSearch } from './prediction-search';
import { PredictionTable } from './prediction-table';
import { logLagQuery, predictionQueries } from './queries';

const EVERY_MS = 2000;

/** The newest rows as they come. They stand still while their head is scrolled out of sight; a hidden page does not ask. */
export function LiveTail({
  project,
  model,
  search,
  open,
  hrefOf,
  nameOf,
}: {
  project: string;
  model: string;
  search: PredictionSearch;
  open: string | null;
  hrefOf: (row: string) => string;
  nameOf: (outcome: string) => string;
}) {
  const t = useTranslations('predictions.live');
  const format = useFormat();
  const [isHeld, hold] = useState(false);
  const head = useRef<HTMLParagraphElement>(null);
  const again = isHeld ? false : EVERY_MS;
  const query = useQuery({ ...predictionQueries.tail(project, model, search), refetchInterval: again });
  const lag = useQuery({ ...logLagQuery(), refetchInterval: again });
  useEffect(() => {
    if (!head.current) return;
    const observer = new IntersectionObserver(([entry]) => hold(entry?.isIntersecting === false));
    observer.observe(head.current);
    return () => observer.disconnect();
  }, []);
  const behind = lag.data ? t('behind', { seconds: format.number(Math.round(lag.data.spool.lagSeconds)) }) : null;
  return (
    <>
      <p ref={head} role="status" className="px-5 pt-4 pb-2 text-xs text-ink-3 max-md:px-4">
        {isHeld ? t('held') : t('follows', { most: TAIL_ROWS })} {behind}
      </p>
      {query.isError ? (
        <div className="p-5">
          <InlineError error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : query.isPending ? (
        <SkeletonRows rows={8} />
      ) : query.data.length === 0 ? (
        <p className="p-5 text-sm text-ink-2 max-md:p-4">{t('none')}</p>
      ) : (
        <PredictionTable rows={query.data} hrefOf={hrefOf} openKey={open} nameOf={nameOf} />
      )}
    </>
  );
}
