'use client';
import { Note } from '@/components/ui/note';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { PerformanceNotes } from './performance-notes';
import { PerformanceSummary } from './performance-summary';

/** Performance of a report, by the labels that had arrived. */
export function ReportPerformance({ performance, model }: { performance: Performance; model: string }) {
  const t = useTranslations('reports');
  if (!performance.result)
    return (
      <div className="flex flex-col gap-4">
        <PerformanceNotes performance={performance} />
        <Note kind="off">{t('noLabels')}</Note>
      </div>
    );
  return <PerformanceSummary performance={performance} model={model} />;
}
