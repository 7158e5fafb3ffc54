'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { LinkButton } from '@/components/ui/link-button';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { FailureTable } from './failure-table';
import { LiveTail } from './live-tail';
import { NarrowedNote } from './narrowed-note';
import { PredictionFilters } from './prediction-filters';
import { PredictionPanel } from './prediction-panel';
import { PredictionTable } from './prediction-table';
import { exportHref, predictionQueries } from './queries';
import { usePredictionSearch } from './use-prediction-search';

export interface PredictionsViewProps {
  project: string;
  model: string;
  modelId: string;
  versions: readonly number[];
  classes: readonly { label: string; name: string }[];
  ownOnly: boolean;
}

/** The log of a model: filters, rows, and the row that is open beside them. */
export function PredictionsView({ project, model, modelId, versions, classes, ownOnly }: PredictionsViewProps) {
  const state = usePredictionSearch();
  const parameters = useSearchParams();
  const path = usePathname();
  const open = parameters.get('row');
  const hrefOf = (row: string | null) => {
    const next = new URLSearchParams(parameters);
    if (row === null) next.delete('row');
    else next.set('row', row);
    return `${path}?${next}`;
  };
  const nameOf = (outcome: string) => classes.find(({ label }) => label === outcome)?.name ?? outcome;
  return (
    <>
      <PredictionFilters
        state={state}
        versions={versions}
        outcomes={classes}
        exportHref={exportHref(modelId, state.search)}
        ownOnly={ownOnly}
      />
      <Panel flush>
        {state.isLive ? (
          <LiveTail project={project} model={model} search={state.search} open={open} hrefOf={hrefOf} nameOf={nameOf} />
        ) : state.search.status === 'answered' ? (
          <Answered project={project} model={model} state={state} open={open} hrefOf={hrefOf} nameOf={nameOf} />
        ) : (
          <Failed project={project} model={model} state={state} />
        )}
      </Panel>
      <PredictionPanel project={project} rowId={open} closeHref={hrefOf(null)} />
    </>
  );
}

type ListProps = { project: string; model: string; state: ReturnType<typeof usePredictionSearch> };

function Answered({
  project,
  model,
  state,
  open,
  hrefOf,
  nameOf,
}: ListProps & { open: string | null; hrefOf: (row: string) => string; nameOf: (outcome: string) => string }) {
  const t = useTranslations('predictions');
  const query = useInfiniteQuery(predictionQueries.list(project, model, state.search));
  if (query.isPending) return <SkeletonRows rows={8} />;
  if (query.isError) return <Refused error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.pages.flatMap(({ predictions }) => predictions);
  const narrowed = (
    <NarrowedNote pages={query.data.pages} onClear={() => void state.choose({ input: null, bin: null })} />
  );
  if (rows.length === 0 && !query.hasNextPage)
    return state.isFiltered ? (
      <EmptyState title={t('nothingFound')} action={<Button onClick={state.clear}>{t('filters.clear')}</Button>} />
    ) : (
      <EmptyState
        title={t('empty.title')}
        action={
          <LinkButton kind="main" href={`/p/${project}/models/${encodeURIComponent(model)}/try`}>
            {t('empty.try')}
          </LinkButton>
        }
      >
        {t('empty.body')}
      </EmptyState>
    );
  return (
    <>
      {narrowed}
      <PredictionTable rows={rows} hrefOf={hrefOf} openKey={open} nameOf={nameOf} />
      <More
        query={query}
        shown={rows.length}
        scanned={query.data.pages.reduce((sum, page) => sum + page.scannedCalls, 0)}
      />
    </>
  );
}

function Failed({ project, model, state }: ListProps) {
  const t = useTranslations('predictions');
  const query = useInfiniteQuery(predictionQueries.failures(project, model, state.search));
  if (query.isPending) return <SkeletonRows rows={8} />;
  if (query.isError) return <Refused error={query.error} onRetry={() => void query.refetch()} />;
  const failures = query.data.pages.flatMap((page) => page.failures);
  if (failures.length === 0) return <EmptyState title={t('noFailures')} />;
  return (
    <>
      <FailureTable failures={failures} />
      <More query={query} shown={failures.length} />
    </>
  );
}

const Refused = ({ error, onRetry }: { error: Error; onRetry: () => void }) => (
  <div className="p-5">
    <InlineError error={error} onRetry={onRetry} />
  </div>
);

function More({
  query,
  shown,
  scanned,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  shown: number;
  scanned?: number;
}) {
  const t = useTranslations('predictions');
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-3 text-xs text-ink-3 max-md:px-4">
      <span aria-live="polite">
        {t('shown', { count: shown })}
        {query.hasNextPage && scanned !== undefined && shown === 0
          ? ` ${t('scanned', { n: format.number(scanned) })}`
          : null}
      </span>
      {query.hasNextPage ? (
        <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  );
}
