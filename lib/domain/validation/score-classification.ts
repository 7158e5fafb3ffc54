import { accuracy } from '@/lib/pure/stats/accuracy';
import { classScores, macroF1 } from '@/lib/pure/stats/class-scores';
import { clusterBootstrap } from '@/lib/pure/stats/cluster-bootstrap';
import { confusionMatrix } from '@/lib/pure/stats/confusion-matrix';
import { finiteOrNull } from '@/lib/pure/stats/finite-or-null';
import { logLoss } from '@/lib/pure/stats/log-loss';
import { majorityBaseline } from '@/lib/pure/stats/majority-baseline';
import { rocAuc } from '@/lib/pure/stats/roc-auc';
import {
  evaluateSingleFeatureRule,
  type FeatureColumn,
  fitSingleFeatureRule,
  type SingleFeatureRule,
} from '@/lib/pure/stats/single-feature-rule';
import { wilsonInterval } from '@/lib/pure/stats/wilson-interval';
import type { EvaluationResult } from './schema';

/** Sums per group, so that a bootstrap draws groups and not rows. */
export function sumByGroup(groups: readonly string[], values: readonly number[]): { sums: number[]; sizes: number[] } {
  const at = new Map<string, number>();
  const sums: number[] = [];
  const sizes: number[] = [];
  for (const [i, group] of groups.entries()) {
    let k = at.get(group);
    if (k === undefined) {
      k = sums.length;
      at.set(group, k);
      sums.push(0);
      sizes.push(0);
    }
    sums[k] = (sums[k] ?? 0) + (values[i] ?? 0);
    sizes[k] = (sizes[k] ?? 0) + 1;
  }
  return { sums, sizes };
}

/** The interval of a mean over rows that come in groups. */
export function groupedInterval(groups: readonly string[], values: readonly number[]) {
  const { sums, sizes } = sumByGroup(groups, values);
  return clusterBootstrap({
    groups: sums.map((_, k) => k),
    statistic: (drawn) => {
      let sum = 0;
      let size = 0;
      for (const k of drawn) {
        sum += sums[k] ?? 0;
        size += sizes[k] ?? 0;
      }
      return sum / size;
    },
  });
}

/** Rows of the first half of the groups, in order of their first row, and the others. */
export function splitByGroup(groups: readonly string[]): { first: number[]; rest: number[] } {
  const order = [...new Set(groups)];
  const head = new Set(order.slice(0, Math.ceil(order.length / 2)));
  const rows = groups.map((_, i) => i);
  return {
    first: rows.filter((i) => head.has(groups[i] ?? '')),
    rest: rows.filter((i) => !head.has(groups[i] ?? '')),
  };
}

const pick = <T>(list: readonly T[], rows: readonly number[]): T[] => rows.flatMap((i) => list.slice(i, i + 1));

const pickColumn = (column: FeatureColumn, rows: readonly number[]): FeatureColumn =>
  column.kind === 'number'
    ? { ...column, values: pick(column.values, rows) }
    : { ...column, values: pick(column.values, rows) };

export function describeRule(rule: SingleFeatureRule): string {
  if (rule.kind === 'threshold')
    return `${rule.column} ≤ ${Number(rule.threshold.toPrecision(6))} → ${rule.below}, otherwise ${rule.above}`;
  const answers = Object.entries(rule.answers).slice(0, 20);
  return `${rule.column}: ${answers.map(([value, answer]) => `${value} → ${answer}`).join(', ')}, otherwise ${rule.otherwise}`;
}

export interface ClassificationRows {
  labels: string[];
  predictions: string[];
  /** Per row, in the order of `classes`; null where the model gives none. */
  probabilities: number[][] | null;
  classes: readonly string[];
  groups: string[];
  hasGroups: boolean;
  columns: FeatureColumn[];
}

/** Accuracy with its interval, F1, log loss, AUC, and what no model and one column would reach. */
export function scoreClassification(
  rows: ClassificationRows,
): Pick<EvaluationResult, 'classification' | 'baselines' | 'effectiveRows'> {
  const { labels, predictions, probabilities, classes, groups } = rows;
  const right = labels.map((label, i): number => (label === predictions[i] ? 1 : 0));
  const share = accuracy(labels, predictions);
  const cluster = rows.hasGroups ? groupedInterval(groups, right) : null;
  const interval = cluster ?? wilsonInterval(right.filter((one) => one === 1).length, labels.length);
  const known = new Set([...labels, ...predictions]);
  const order = [...classes.filter((label) => known.has(label)), ...[...known].filter((one) => !classes.includes(one))];
  const matrix = confusionMatrix(labels, predictions, order);
  const indexes = labels.map((label) => classes.indexOf(label));
  const canScore = probabilities !== null && indexes.every((index) => index >= 0);
  const { first, rest } = splitByGroup(groups);
  const [fitLabels, restLabels] = [pick(labels, first), pick(labels, rest)];
  const majority = majorityBaseline(fitLabels, restLabels);
  const rule = fitSingleFeatureRule(
    rows.columns.map((column) => pickColumn(column, first)),
    fitLabels,
  );
  return {
    effectiveRows: cluster?.groupCount ?? labels.length,
    classification: {
      accuracy: {
        value: finiteOrNull(share),
        low: finiteOrNull(interval.low),
        high: finiteOrNull(interval.high),
        method: cluster ? 'cluster-bootstrap' : 'wilson',
      },
      macroF1: finiteOrNull(macroF1(matrix)),
      logLoss: canScore ? finiteOrNull(logLoss(indexes, probabilities)) : null,
      rocAuc:
        canScore && classes.length === 2
          ? finiteOrNull(
              rocAuc(
                indexes.map((index) => (index === 1 ? 1 : 0)),
                probabilities.map((row) => row[1] ?? Number.NaN),
              ),
            )
          : null,
      confusion: { classes: [...matrix.classes], counts: matrix.counts.map((row) => [...row]) },
      perClass: classScores(matrix).map((one) => ({ ...one })),
    },
    baselines: {
      rows: rest.length,
      measure: 'accuracy',
      model: finiteOrNull(accuracy(restLabels, pick(predictions, rest))),
      constant: majority && { answer: majority.label, score: finiteOrNull(majority.accuracy) },
      rule: rule && {
        column: rule.column,
        rule: describeRule(rule),
        score: finiteOrNull(
          evaluateSingleFeatureRule(
            rule,
            rows.columns.map((column) => pickColumn(column, rest)),
            restLabels,
          ),
        ),
      },
    },
  };
}
