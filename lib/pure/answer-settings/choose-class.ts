import type { AnswerSettings } from './settings';

export interface ChosenClass {
  /** Its place among the classes. */
  at: number;
  /** Distance to the next answer: 0 is a tie. */
  margin: number;
}

/** The threshold of a file that has none of its own. */
const EVEN = 0.5;

/**
 * The class that a row is answered with. Two classes without weights: the second from the threshold on (0.5 unless set), and the margin is the
 * distance to it. Otherwise the largest product of weight and probability, the first of equal ones, and the margin is the lead of its share
 * over the next. Edge cases: NaN counts as 0.
 * Example: [0.7, 0.3] with threshold 0.25 is class 1 with margin 0.05; [0.5, 0.3, 0.2] with weights [1, 1, 3] is class 2, margin 1/14.
 */
export function chooseClass(
  scores: ArrayLike<number>,
  { threshold, weights }: Pick<AnswerSettings, 'threshold' | 'weights'>,
): ChosenClass {
  if (scores.length === 2 && !weights) {
    const at = threshold ?? EVEN;
    const second = scores[1] || 0;
    // As the file's own label would be at a tie: the first.
    const isSecond = threshold === null ? second > (scores[0] || 0) : second >= at;
    return { at: isSecond ? 1 : 0, margin: Math.abs(second - at) };
  }
  let [best, most, next, all] = [0, -1, -1, 0];
  for (let k = 0; k < scores.length; k += 1) {
    const product = (weights?.[k] ?? 1) * (scores[k] || 0);
    all += product;
    if (product > most) [next, most, best] = [most, product, k];
    else if (product > next) next = product;
  }
  return { at: best, margin: all > 0 ? (most - Math.max(0, next)) / all : 0 };
}
