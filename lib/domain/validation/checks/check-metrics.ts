import type { Measurement } from '../schema';
import type { JudgedAnswers } from './judged-answers';
import { meanInterval } from './mean-interval';
import { estimated, unknown } from './measure';

/** Share of right answers, or the mean absolute error, for the threshold of the model's rules. */
export function checkScore({ task, ways, answered, goodness }: JudgedAnswers, unit: string): Measurement {
  if (task === 'classification') return estimated('score', meanInterval(ways, answered, goodness), 'least', 'accuracy');
  const errors = goodness.map((one) => -one);
  return estimated('score', meanInterval(ways, answered, errors), 'most', 'mae', { unit });
}

/** How much better it answers than the champion, row by row, on rows that neither has learnt. */
export function checkChampion(
  own: JudgedAnswers,
  theirs: { number: number; goodness: readonly number[]; learnt: number },
  unit: string,
): Measurement {
  const gains = own.goodness.map((one, i) => one - (theirs.goodness[i] ?? Number.NaN));
  const rows = own.answered.filter((i) => !Number.isNaN(gains[i] ?? Number.NaN));
  const facts = { champion: theirs.number, learnt: theirs.learnt, task: own.task, unit };
  if (rows.length === 0) return unknown('champion', 'no-rows', facts);
  return estimated('champion', meanInterval(own.ways, rows, gains), 'least', 'paired', facts);
}

const BINS = 10;

/** How far the probability of the answered class is from the share of right answers, and the expected calibration error over ten bins. */
export function checkCalibration(
  { task, ways, answers, answered, goodness }: JudgedAnswers,
  classes: readonly string[],
): Measurement {
  if (task !== 'classification') return unknown('calibration', 'no-probabilities');
  const given = answers.map((answer) => {
    const at = answer?.label === null || answer === null ? -1 : classes.indexOf(answer.label);
    return answer?.probabilities?.[at] ?? Number.NaN;
  });
  const rows = answered.filter((i) => Number.isFinite(given[i]));
  if (rows.length === 0) return unknown('calibration', 'no-probabilities');
  const gaps = given.map((one, i) => one - (goodness[i] ?? Number.NaN));
  const gap = meanInterval(ways, rows, gaps);
  // The distance from 0, whichever side: an interval over 0 begins there.
  const [near, far] = [
    gap.low <= 0 && gap.high >= 0 ? 0 : Math.min(Math.abs(gap.low), Math.abs(gap.high)),
    Math.max(Math.abs(gap.low), Math.abs(gap.high)),
  ];
  return estimated(
    'calibration',
    { ...gap, value: Math.abs(gap.value), low: near, high: far },
    'most',
    gap.value >= 0 ? 'too-sure' : 'too-unsure',
    { error: expectedError(rows, given, goodness) },
  );
}

function expectedError(rows: readonly number[], given: readonly number[], right: readonly number[]): number {
  const sums = Array.from({ length: BINS }, () => 0);
  for (const row of rows) {
    const bin = Math.min(BINS - 1, Math.floor((given[row] ?? 0) * BINS));
    sums[bin] = (sums[bin] ?? 0) + (given[row] ?? 0) - (right[row] ?? 0);
  }
  return sums.reduce((sum, one) => sum + Math.abs(one), 0) / rows.length;
}
