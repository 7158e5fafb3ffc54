import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { meanBaseline } from '@/lib/pure/stats/mean-baseline';
import { regressionErrors } from '@/lib/pure/stats/regression-errors';
import type { EvaluationResult } from './schema';
import { groupedInterval, splitByGroup } from './score-classification';

export interface RegressionRows {
  labels: number[];
  predictions: number[];
  groups: string[];
  hasGroups: boolean;
  unit: string | null;
}

const pick = (list: readonly number[], rows: readonly number[]): number[] => rows.map((i) => list[i] ?? Number.NaN);

/** Errors with the interval of the mean absolute one, and what always answering the mean would reach. */
export function scoreRegression(
  rows: RegressionRows,
): Pick<EvaluationResult, 'regression' | 'baselines' | 'effectiveRows'> {
  const { labels, predictions, groups } = rows;
  const errors = regressionErrors(labels, predictions);
  const absolute = labels.map((label, i) => Math.abs((predictions[i] ?? Number.NaN) - label));
  const cluster = rows.hasGroups ? groupedInterval(groups, absolute) : null;
  const interval = cluster ?? errors.maeInterval;
  const { first, rest } = splitByGroup(groups);
  const mean = meanBaseline(pick(labels, first), pick(labels, rest));
  return {
    effectiveRows: cluster?.groupCount ?? labels.length,
    regression: {
      mae: {
        value: finiteOrNull(errors.mae),
        low: finiteOrNull(interval.low),
        high: finiteOrNull(interval.high),
        method: cluster ? 'cluster-bootstrap' : 'normal',
      },
      rmse: finiteOrNull(errors.rmse),
      r2: finiteOrNull(errors.r2),
      meanError: finiteOrNull(errors.meanError),
      unit: rows.unit,
    },
    baselines: {
      rows: rest.length,
      measure: 'mae',
      model: finiteOrNull(regressionErrors(pick(labels, rest), pick(predictions, rest)).mae),
      constant: mean && {
        answer: String(Number(mean.value.toPrecision(6))),
        score: finiteOrNull(mean.errors.mae),
      },
      rule: null,
    },
  };
}
