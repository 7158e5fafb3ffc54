'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { METRICS, PROBLEM_CODES, type RunProblem, type TrainingRun } from '@/lib/domain/retraining/schema';

const NO_NUMBERS = {
  rows: 0,
  expected: 0,
  needed: 0,
  classes: 0,
  limit: 0,
  missing: 0,
  fractions: 0,
  groups: 0,
  cells: 0,
  attempts: 0,
  different: 0,
  value: 0,
  coefficients: 0,
  status: 0,
};

/** Sentences about a run that a table and its page both need. */
export function useRunWords() {
  const t = useTranslations('retraining');
  const format = useFormat();
  const metricName = (metric: string) => {
    const known = METRICS.find((candidate) => candidate === metric);
    return known ? t(`metrics.${known}`) : metric;
  };
  return {
    metricName,
    problem: ({ code, column, numbers, message }: RunProblem): string => {
      const known = PROBLEM_CODES.find((candidate) => candidate === code);
      return known ? t(`problems.${known}`, { column: column ?? '', ...NO_NUMBERS, ...numbers }) : message;
    },
    /** The measure by which a run is told at a glance: its mean over the folds, or what a trainer outside told last. */
    headline: ({ outcome, outside }: Pick<TrainingRun, 'outcome' | 'outside'>): string | null => {
      if (!outcome) {
        const told = outside?.measures.at(-1);
        return told ? `${metricName(told.name)} ${format.figures(told.value, 3)}` : null;
      }
      const found = METRICS.flatMap((metric) => {
        const mean = outcome.crossValidation?.metrics[metric]?.mean;
        return typeof mean === 'number' ? [{ metric, mean }] : [];
      })[0];
      return found ? `${metricName(found.metric)} ${format.figures(found.mean, 3)}` : null;
    },
    took: ({ startedAt, finishedAt }: Pick<TrainingRun, 'startedAt' | 'finishedAt'>): string | null =>
      startedAt === null || finishedAt === null
        ? null
        : format.duration(Date.parse(finishedAt) - Date.parse(startedAt)),
  };
}
