'use client';
import type { Performance } from '@/lib/domain/performance/schema';
import { CourseChart } from './course-chart';
import { MeasuresTable } from './measures-table';
import { PerformanceFacts } from './performance-facts';
import { PerformanceNotes } from './performance-notes';
import { PerformanceSentence } from './performance-sentence';

/** What labels say of a window in a sentence, its facts, the measures, and their course. */
export function PerformanceSummary({ performance, model }: { performance: Performance; model: string }) {
  return (
    <>
      <PerformanceSentence performance={performance} />
      <div className="flex flex-col gap-4">
        <PerformanceNotes performance={performance} />
        <PerformanceFacts performance={performance} />
      </div>
      <MeasuresTable performance={performance} />
      <CourseChart model={model} performance={performance} />
    </>
  );
}
