import { chooseClass } from '@/lib/pure/answer-settings/choose-class';
import { rescore, unscale } from '@/lib/pure/answer-settings/rescore';
import { decides } from '@/lib/pure/answer-settings/settings';
import type { ServedSignature } from '@/lib/pure/protocols/signature';
import type { AnswerSettings } from '../registry/schema';
import type { AnsweredRow } from './read-window';

export interface SettledRow {
  outcome: string;
  isAbstained: boolean;
  /** Probabilities as they would be answered. */
  scores: number[] | null;
  value: number | null;
  margin: number;
}

/** How an answered row would be answered by other settings, as the gateway would: `notKept` or `levelled` where that cannot be told. */
export function settleRow(
  row: AnsweredRow,
  { reading, outputs }: ServedSignature,
  settings: AnswerSettings,
): SettledRow | 'notKept' | 'levelled' {
  const isDouble = (name: string | null) => outputs.find((output) => output.name === name)?.datatype === 'FP64';
  if (reading.task === 'regression') {
    if (row.value === null) return 'notKept';
    const round = isDouble(reading.value) ? (value: number) => value : Math.fround;
    const { factor, offset } = settings.units ?? { factor: 1, offset: 0 };
    const isSame = JSON.stringify(row.by?.units ?? null) === JSON.stringify(settings.units);
    const value = isSame ? row.value : round(factor * unscale(row.value, row.by?.units ?? null) + offset);
    return { outcome: String(value), isAbstained: false, scores: null, value, margin: Number.NaN };
  }
  if (reading.task !== 'classification' || row.scores === null) return 'notKept';
  const isWide = isDouble(reading.probabilities);
  const round = isWide ? (value: number) => value : Math.fround;
  const scores = rescore(row.scores, row.by?.calibration ?? null, settings.calibration, round);
  if (scores === null) return 'levelled';
  const threshold = settings.threshold === null ? null : round(settings.threshold);
  const { at, margin } = chooseClass(scores, { threshold, weights: settings.weights });
  // A label that no setting decided is the file's own, which is known of rows that were answered with it.
  const isOwn = !decides(settings) && !(row.by && decides(row.by));
  return {
    outcome: isOwn ? row.outcome : (reading.classes[at] ?? ''),
    isAbstained: settings.margin !== null && margin < settings.margin,
    scores,
    value: null,
    margin,
  };
}
