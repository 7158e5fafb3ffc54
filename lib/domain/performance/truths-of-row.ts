import type { LabelledRow } from '../feedback';
import type { LabelSource } from '../feedback/schema';
import type { LoggedAnswer } from '../predictions';
import type { RowTruth } from './count-row';
import type { PerformanceSource } from './schema';

/** A row stands for this many rows at most: sums must stay finite whatever a caller writes. */
const LEAST_CHANCE = 1e-9;

/**
 * A row counts once in the headline: by its complete label, else as part of the random sample, which then stands for the rows
 * without a complete one. What was picked by somebody counts apart; a review is worth more than a complaint.
 */
export function truthsOf(
  { labels }: LabelledRow,
  answer: Pick<LoggedAnswer, 'receivedAt'>,
): (RowTruth & { source: PerformanceSource })[] {
  const by = (source: LabelSource) => labels.find((label) => label.source === source);
  const complete = by('automatic');
  const random = by('random-sample');
  const chosen = by('review') ?? by('complaint');
  const truths: (RowTruth & { source: PerformanceSource })[] = [];
  const add = (source: PerformanceSource, label: LabelledRow['labels'][number], weight: number) =>
    truths.push({
      source,
      label: label.value,
      weight,
      delayMs: label.createdAt.getTime() - answer.receivedAt.getTime(),
      isFirst: truths.length === 0,
    });
  if (complete) add('complete', complete, 1);
  else if (random) add('random', random, 1 / Math.max(LEAST_CHANCE, random.inclusionProbability));
  if (chosen) add('chosen', chosen, 1);
  return truths;
}
