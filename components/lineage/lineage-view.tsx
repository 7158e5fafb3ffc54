'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/shell/page-header';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { COUNTED_FEEDBACK, type Lineage } from '@/lib/domain/lineage/schema';
import { LineageChains } from './lineage-chains';
import { LineageGraph } from './lineage-graph';
import { LineageTable } from './lineage-table';
import { prepareLineage } from './prepare-lineage';
import { lineageQueries } from './queries';
import { useNodeWords } from './use-node-words';

/** Where the versions of a model came from and what came of them, as a picture to walk and as a table. */
export function LineageView({ project, model, mayTrain }: { project: string; model: string; mayTrain: boolean }) {
  const t = useTranslations('lineage');
  const query = useQuery(lineageQueries.detail(project, model));
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <QueryPanel
        query={query}
        errorTitle={t('notLoaded')}
        skeleton={<SkeletonRows rows={8} />}
        isEmpty={({ versions, runs }) => versions.length + runs.length === 0}
        empty={
          <Panel flush>
            <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
          </Panel>
        }
      >
        {(lineage) => <Picture project={project} model={model} mayTrain={mayTrain} lineage={lineage} />}
      </QueryPanel>
    </>
  );
}

function Picture({
  project,
  model,
  mayTrain,
  lineage,
}: {
  project: string;
  model: string;
  mayTrain: boolean;
  lineage: Lineage;
}) {
  const t = useTranslations('lineage');
  const format = useFormat();
  const { words } = useNodeWords({ project, model, mayTrain });
  const graph = prepareLineage(lineage);
  const { versions, versionsInAll, isFeedbackWhole, at } = lineage;
  const label = t('picture', { nodes: graph.nodes.length, lines: graph.edges.length });
  return (
    <>
      <p className="mb-4 text-sm text-ink-2">
        {versionsInAll > versions.length
          ? t('someVersions', { shown: versions.length, all: format.number(versionsInAll) })
          : t('allVersions', { count: versions.length })}{' '}
        {t('counts', { at: format.exact(at) })}
        {isFeedbackWhole ? null : ` ${t('someFeedback', { n: format.number(COUNTED_FEEDBACK) })}`}
      </p>
      <LineageGraph graph={graph} label={label} words={words} />
      <LineageChains graph={graph} label={label} words={words} />
      <LineageTable nodes={graph.nodes} edges={graph.edges} wordsOf={words} name={`${model}-lineage`} />
    </>
  );
}
