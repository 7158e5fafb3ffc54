'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import { EstimateChart } from './estimate-chart';
import { estimateQuery } from './queries';

/** What the answers are likely to be worth where no labels have come yet. */
export function EstimateSection({
  project,
  model,
  version,
}: {
  project: string;
  model: string;
  version: number | null;
}) {
  const t = useTranslations('performance.estimated');
  const query = useQuery(estimateQuery(project, model, version));
  return (
    <Section label={t('title')}>
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-72 w-full" />}>
        {(estimated) =>
          estimated.missing === null ? (
            <EstimateChart model={model} estimated={estimated} />
          ) : (
            <Panel flush>
              {estimated.missing === 'labels' ? (
                <EmptyState title={t('missing.labelsTitle')}>
                  {t('missing.labels', { days: estimated.learning.days, wanted: estimated.learning.wanted })}
                </EmptyState>
              ) : (
                <EmptyState title={t('missing.noScoresTitle')}>{t('missing.noScores')}</EmptyState>
              )}
            </Panel>
          )
        }
      </QueryPanel>
    </Section>
  );
}
