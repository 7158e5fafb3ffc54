import { type Interval, wilsonInterval } from '../stats/wilson-interval';
import { isRated, type Rating } from './ratings';

export interface RaterAccuracy {
  /** Gold units that the rater rated. */
  readonly n: number;
  readonly right: number;
  /** Share of them that are right; null without one. */
  readonly accuracy: number | null;
  /** Wilson's interval of it; null without one. */
  readonly interval: Interval | null;
}

/**
 * How often a rater is right on units whose answer is known (gold). Lists run parallel, one place per unit; a place counts where both
 * have a value. Numbers are right within `tolerance` (same unit as the numbers), strings where they are equal.
 * Source: a share with Wilson's interval (Wilson 1927).
 * Edge cases: null without a gold unit; a number is never right for a string.
 * Example: answers ['a', 'b', null] against gold ['a', 'a', 'b'] have n 2, right 1, accuracy 0.5, interval 0.0945 to 0.9055.
 */
export function raterAccuracy(input: {
  readonly answers: readonly (Rating | null)[];
  readonly gold: readonly (Rating | null)[];
  readonly tolerance?: number;
  readonly confidence?: number;
}): RaterAccuracy {
  const { answers, gold, tolerance = 0, confidence = 0.95 } = input;
  if (answers.length !== gold.length) throw new RangeError('answers and gold must have the same number of places');
  let [n, right] = [0, 0];
  for (const [unit, answer] of answers.entries()) {
    const truth = gold[unit];
    if (!isRated(answer) || !isRated(truth)) continue;
    n += 1;
    right += Number(isRight(answer, truth, tolerance));
  }
  return n === 0
    ? { n, right, accuracy: null, interval: null }
    : { n, right, accuracy: right / n, interval: wilsonInterval(right, n, confidence) };
}

const isRight = (answer: Rating, truth: Rating, tolerance: number): boolean =>
  typeof answer === 'number' && typeof truth === 'number' ? Math.abs(answer - truth) <= tolerance : answer === truth;
