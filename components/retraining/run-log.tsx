'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { InlineError } from '@/components/ui/inline-error';
import { Panel } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrainingRun } from '@/lib/domain/retraining/schema';
import { retrainingQueries } from './queries';

const EVERY_MS = 1000;

/** What a run says, line by line as it comes. */
export function RunLog({ project, model, run }: { project: string; model: string; run: TrainingRun }) {
  const t = useTranslations('retraining.log');
  const format = useFormat();
  const query = useInfiniteQuery(retrainingQueries.log(project, model, run.number));
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isError } = query;
  const isOver = run.finishedAt !== null;
  useEffect(() => {
    if (!hasNextPage || isFetchingNextPage || isError) return;
    const timer = setTimeout(() => void fetchNextPage(), EVERY_MS);
    return () => clearTimeout(timer);
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, isError]);
  const lines = query.data?.pages.flatMap((page) => page.lines) ?? [];
  if (query.isError && lines.length === 0)
    return <InlineError error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Panel flush>
      {lines.length === 0 ? (
        <p className="px-5 py-4 text-sm text-ink-3 max-md:px-4">
          {isOver && query.isSuccess ? t('none') : t('notYet')}
        </p>
      ) : (
        <section
          aria-label={t('lines')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-96 overflow-auto bg-sunken px-5 py-3 font-mono text-xs max-md:px-4"
        >
          <ol>
            {lines.map((line) => (
              <li key={line.number} className="flex gap-3 py-0.5">
                <time dateTime={line.at} className="shrink-0 text-ink-3">
                  {format.time(line.at)}
                </time>
                <span className="min-w-0 break-words">{line.text}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {query.isError ? (
        <div className="px-5 py-3">
          <Button size="sm" onClick={() => void fetchNextPage()}>
            {t('goOn')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}
