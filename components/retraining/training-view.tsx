'use client';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { modelHref } from '@/components/shell/addresses';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineError } from '@/components/ui/inline-error';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { ShowMore } from '@/components/ui/show-more';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrainingRun } from '@/lib/domain/retraining/schema';
import { api } from '@/lib/platform/http/client';
import { retrainingQueries } from './queries';
import { RecipeFacts } from './recipe-facts';
import { RecipePanel } from './recipe-panel';
import { RunsTable } from './runs-table';
import { TriggersSection } from './triggers-section';

/** How a model is trained again, and the runs that did it. */
export function TrainingView({ project, model, mayManage }: { project: string; model: string; mayManage: boolean }) {
  const t = useTranslations('retraining');
  const client = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const recipe = useQuery(retrainingQueries.recipe(project, model));
  const runs = useInfiniteQuery(retrainingQueries.runs(project, model));
  const start = useMutation({
    mutationFn: () =>
      api<TrainingRun>(`/api/models/${encodeURIComponent(model)}/retrain`, { method: 'POST', project, body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: retrainingQueries.runs(project, model).queryKey }),
  });
  const has = recipe.data?.recipe != null;
  const change = (
    <Button icon={<SlidersHorizontal aria-hidden="true" />} onClick={() => setIsOpen(true)}>
      {has ? t('recipe.change') : t('recipe.set')}
    </Button>
  );
  const train = (
    <Button kind="main" icon={<Play aria-hidden="true" />} busy={start.isPending} onClick={() => start.mutate()}>
      {t('train')}
    </Button>
  );
  const all = runs.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <>
      <PageHeader title={t('title')} sentence={t('lead')} actions={mayManage && has ? train : undefined} />
      {start.error ? <InlineError error={start.error} title={t('notStarted')} /> : null}
      <Section label={t('recipe.title')}>
        <SectionHeading title={t('recipe.title')} actions={mayManage && has ? change : undefined} />
        <QueryPanel
          query={recipe}
          isEmpty={(data) => data.recipe === null}
          empty={
            <Panel flush>
              <EmptyState title={t('recipe.none')} action={mayManage ? change : undefined}>
                {t('recipe.noneHint')}
              </EmptyState>
            </Panel>
          }
        >
          {(view) => (view.recipe ? <RecipeFacts project={project} recipe={view.recipe} view={view} /> : null)}
        </QueryPanel>
      </Section>
      {has ? <TriggersSection project={project} model={model} mayManage={mayManage} /> : null}
      <Section label={t('runs.title')}>
        <SectionHeading title={t('runs.title')} />
        <Panel flush>
          {runs.isError && !runs.data ? (
            <InlineError error={runs.error} onRetry={() => void runs.refetch()} />
          ) : runs.data && all.length === 0 ? (
            <EmptyState title={t('runs.none')}>{has ? t('runs.noneHint') : t('runs.noneYet')}</EmptyState>
          ) : (
            <>
              <RunsTable runs={all} base={`${modelHref(project, model)}/training`} label={t('runs.title')} />
              <ShowMore query={runs}>{t('runs.more')}</ShowMore>
            </>
          )}
        </Panel>
      </Section>
      {isOpen && recipe.data ? (
        <RecipePanel project={project} model={model} before={recipe.data.recipe} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}
