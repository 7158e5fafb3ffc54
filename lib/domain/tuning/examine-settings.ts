import type { ServedSignature } from '@/lib/pure/protocols/signature';
import { calibrationOfBins, expectedCalibrationError } from '@/lib/pure/stats/calibration';
import { SCORE_BINS, scoreBin } from '@/lib/pure/stats/score-bins';
import type { AnswerSettings } from '../registry/schema';
import { changeOf, costOf, toChange } from './measure-rows';
import type { AnsweredRow } from './read-window';
import type { ProposeSettings, SettingsProposal } from './schema';
import { type SettledRow, settleRow } from './settle-row';

/** A labelled row and the place of its true class. */
export interface ExaminedRow {
  row: AnsweredRow;
  truth: number;
  weight: number;
  dayMs: number;
}

type Both = ExaminedRow & { before: SettledRow; after: SettledRow };
type Of = (row: ExaminedRow, settled: SettledRow) => readonly [number, number];

const EPSILON = 2 ** -52;
const GROUPS = 10;

/** How settings do on rows that they were not learnt on, beside those that they would replace. */
export function examine(
  rows: readonly ExaminedRow[],
  served: ServedSignature,
  of: { before: AnswerSettings; after: AnswerSettings; wanted: ProposeSettings['wanted'] },
): SettingsProposal['measures'] {
  const { wanted } = of;
  const both = rows.flatMap((row): Both[] => {
    const [before, after] = [settleRow(row.row, served, of.before), settleRow(row.row, served, of.after)];
    return typeof before === 'string' || typeof after === 'string' ? [] : [{ ...row, before, after }];
  });
  const classes = served.reading.task === 'classification' ? served.reading.classes : [];
  const ratio = (name: SettingsProposal['measures'][number]['name'], measure: Of) => ({
    name,
    ...changeOf(both, {
      dayMs: ({ dayMs }) => dayMs,
      before: (row) => measure(row, row.before),
      after: (row) => measure(row, row.after),
    }),
  });
  const right: Of = ({ row, weight }, { outcome, isAbstained }) =>
    isAbstained ? [0, 0] : [outcome === row.truth?.value ? weight : 0, weight];
  const accuracy = () => ratio('accuracy', right);
  const coverage = () => ratio('coverage', ({ weight }, { isAbstained }) => [isAbstained ? 0 : weight, weight]);
  if (wanted.kind === 'threshold') {
    const positive = classes[1] ?? '';
    return [
      ratio('cost', ({ row, weight }, settled) => [
        weight * costOf(settled, row.truth?.value ?? '', positive, wanted.costs),
        weight,
      ]),
      accuracy(),
    ];
  }
  if (wanted.kind === 'weights')
    return [
      ratio('cost', ({ truth, weight, row }, { outcome, isAbstained }) => [
        isAbstained || outcome === row.truth?.value ? 0 : weight * (wanted.missed[truth] ?? 0),
        weight,
      ]),
      accuracy(),
    ];
  if (wanted.kind === 'margin')
    return [
      ratio('errorRate', (row, settled) => {
        const [rights, all] = right(row, settled);
        return [all - rights, all];
      }),
      coverage(),
    ];
  const share = (scores: readonly number[] | null, at: number) => scores?.[at] ?? Number.NaN;
  return [
    ratio('logLoss', ({ truth, weight }, { scores }) => [
      -weight * Math.log(Math.max(EPSILON, share(scores, truth))),
      weight,
    ]),
    // Of two classes the sum over both is twice the square of one.
    ratio('brier', ({ truth, weight }, { scores }) => [
      (weight * (scores ?? []).reduce((sum, p, k) => sum + (p - (k === truth ? 1 : 0)) ** 2, 0)) /
        (classes.length === 2 ? 2 : 1),
      weight,
    ]),
    calibrationError(both, classes.length),
    accuracy(),
  ];
}

/** Of the second of two classes, else of the likeliest one. It is no ratio of sums, so that days give it no interval. */
function calibrationError(both: readonly Both[], classes: number): SettingsProposal['measures'][number] {
  const errorOf = (side: 'before' | 'after') => {
    const bins = {
      positive: new Float64Array(SCORE_BINS),
      negative: new Float64Array(SCORE_BINS),
      scores: new Float64Array(SCORE_BINS),
    };
    for (const row of both) {
      const scores = row[side].scores ?? [];
      const at = classes === 2 ? 1 : scores.indexOf(Math.max(...scores));
      const score = scores[at] ?? 0;
      const bin = scoreBin(score);
      const into = row.truth === at ? bins.positive : bins.negative;
      into[bin] = (into[bin] ?? 0) + row.weight;
      bins.scores[bin] = (bins.scores[bin] ?? 0) + row.weight * score;
    }
    return expectedCalibrationError(calibrationOfBins(bins, GROUPS));
  };
  const [before, after] = [errorOf('before'), errorOf('after')];
  return {
    name: 'ece',
    ...toChange({ before, after, difference: after - before, low: Number.NaN, high: Number.NaN }),
  };
}
