'use client';
import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/shell/query-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useTranslations } from '@/components/ui/use-translations';
import type { EstimatedPerformance } from '@/lib/domain/performance/schema';
import { EstimateChart } from './estimate-chart';
import { estimateQuery } from './queries';
import { UntoldEstimates } from './untold-estimates';
import { useUtcDay } from './use-measure-words';

/** What the answers are likely to be worth where no labels have come yet. */
export function EstimateSection({
  project,
  model,
  version,
  isRegression,
}: {
  project: string;
  model: string;
  version: number | null;
  isRegression: boolean;
}) {
  const t = useTranslations('performance.estimated');
  const query = useQuery(estimateQuery(project, model, version));
  return (
    <Section label={t('title')}>
      <QueryPanel query={query} errorTitle={t('errorTitle')} skeleton={<Skeleton className="h-72 w-full" />}>
        {(estimated) =>
          estimated.missing === null ? (
            <Estimates model={model} estimated={estimated} />
          ) : (
            <Panel flush>
              {estimated.missing === 'labels' ? (
                <EmptyState title={t('missing.labelsTitle')}>
                  {t(isRegression ? 'missing.labelsOfErrors' : 'missing.labels', {
                    days: estimated.learning.days,
                    wanted: estimated.learning.wanted,
                  })}
                </EmptyState>
              ) : estimated.missing === 'learning' ? (
                <EmptyState title={t('missing.learningTitle')}>
                  {t('missing.learning', { days: estimated.learning.days })}
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

/** What a regression's estimate did not win on its learning days is not drawn. */
function Estimates({ model, estimated }: { model: string; estimated: EstimatedPerformance }) {
  const t = useTranslations('performance.estimated');
  const day = useUtcDay();
  const { learning } = estimated;
  const told = estimated.measures.filter(({ trial }) => trial === null || trial.isWon);
  const untold = estimated.measures.filter((measure) => !told.includes(measure));
  if (told.length === 0)
    return (
      <Panel flush>
        <EmptyState title={t('lostTitle')}>
          <div className="flex flex-col gap-2">
            <UntoldEstimates measures={untold} unit={estimated.unit} />
            <p className="text-sm">
              {t('learntFrom', {
                days: learning.days,
                from: day(learning.from ?? ''),
                to: day(learning.to ?? ''),
                rows: learning.labelledRows,
              })}
            </p>
          </div>
        </EmptyState>
      </Panel>
    );
  return (
    <div className="flex flex-col gap-2">
      <EstimateChart model={model} estimated={{ ...estimated, measures: told }} />
      <UntoldEstimates measures={untold} unit={estimated.unit} />
    </div>
  );
}
