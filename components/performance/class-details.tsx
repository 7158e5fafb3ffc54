'use client';
import { Section } from '@/components/ui/panel';
import type { ClassPerformance, Performance } from '@/lib/domain/performance/schema';
import { CalibrationChart } from './calibration-chart';
import { ClassTable } from './class-table';
import { ConfusionChart } from './confusion-chart';
import { ThresholdPanel } from './threshold-panel';

export interface ClassDetailsProps {
  model: string;
  performance: Performance;
  result: ClassPerformance;
}

/** Class by class: scores, confusion, calibration, and for two classes what a threshold would cost. */
export function ClassDetails(props: ClassDetailsProps) {
  const hasScores = props.result.classes.some(({ bins }) => bins.length > 0);
  return (
    <>
      <ClassTable {...props} />
      <Section>
        <div className="grid gap-4 min-[1240px]:grid-cols-2">
          <ConfusionChart {...props} />
          {hasScores ? <CalibrationChart {...props} /> : null}
        </div>
      </Section>
      {hasScores && props.result.classes.length === 2 ? <ThresholdPanel {...props} /> : null}
    </>
  );
}
