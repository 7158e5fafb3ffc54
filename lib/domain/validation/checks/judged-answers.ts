import { invalidInput } from '@/lib/platform/errors';
import type { RowAnswer } from '@/lib/pure/protocols/answer';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { labelFinder } from '../find-label';
import type { JudgedRow } from './judged-rows';
import { blocksOf, type RowBlocks } from './mean-interval';
import { answerOf, type Told } from './own-runner';

/** Rows with their truth, what a version answered, and how good that was. */
export interface JudgedAnswers {
  task: 'classification' | 'regression';
  rows: readonly JudgedRow[];
  ways: RowBlocks[];
  answers: (RowAnswer | null)[];
  /** Places of the rows that were answered. */
  answered: number[];
  /** Of classes: the truth as the model says it. Of numbers: the truth. */
  truths: (string | number)[];
  /** A cell as such a truth; null where it is none. */
  truthOf: (text: string) => string | number | null;
  /** Of each row, higher is better: 1 for right and 0 for wrong, or the absolute error below 0; NaN without an answer. */
  goodness: number[];
}

interface Reading {
  task: 'classification' | 'regression';
  classes: readonly string[];
  classNames: Readonly<Record<string, string>>;
  target: string;
}

/** Holds answers against the truth. Throws 422 where a truth is none of the classes, or no number. */
export function judgeAnswers(rows: readonly JudgedRow[], told: readonly Told[], reading: Reading): JudgedAnswers {
  const answers = told.map(answerOf);
  const { truthOf, wrong } = truthReader(answers, reading);
  const truths = rows.map(({ truth, record }) => {
    const found = truthOf(truth);
    if (found !== null) return found;
    throw noTruth(reading.target, truth, record.line, wrong);
  });
  const goodness = goodnessOf(answers, truths);
  const answered = goodness.flatMap((one, i) => (Number.isNaN(one) ? [] : [i]));
  return { task: reading.task, rows, ways: blocksOf(rows), answers, answered, truths, truthOf, goodness };
}

/** How good each answer is: see `JudgedAnswers`. */
export function goodnessOf(answers: readonly (RowAnswer | null)[], truths: readonly (string | number)[]): number[] {
  return truths.map((truth, i) => {
    const answer = answers[i];
    if (!answer) return Number.NaN;
    if (typeof truth === 'string') return answer.label === truth ? 1 : 0;
    return answer.value === null ? Number.NaN : -Math.abs(answer.value - truth);
  });
}

function truthReader(
  answers: readonly (RowAnswer | null)[],
  { task, classes, classNames }: Reading,
): Pick<JudgedAnswers, 'truthOf'> & { wrong: string } {
  if (task === 'regression')
    return {
      truthOf(text) {
        const parsed = parseNumberText(text);
        return parsed.ok && parsed.value !== null && Number.isFinite(parsed.value) ? parsed.value : null;
      },
      wrong: 'is not a number',
    };
  const { known, find } = labelFinder(
    classes,
    classNames,
    answers.map((answer) => answer?.label ?? null),
  );
  return { truthOf: find, wrong: `is no class of the model; it has ${[...known].slice(0, 20).join(', ')}` };
}

const noTruth = (target: string, truth: string, row: number, why: string) =>
  invalidInput('dataset.target', `"${truth.slice(0, 40)}" in column "${target}", row ${row}, ${why}`, {
    reason: 'no_truth',
  });
