import { readAnswer, readTruth } from '../performance';
import type { PairedRow } from './read-pairs';
import type { ComparedScores } from './schema';

/** A row with a label, and how near each version came. */
export interface ScoredRow {
  dayMs: number;
  entity: string | null;
  label: string;
  weight: number;
  /** 1 or 0 for right or wrong; of numbers how far the answer is from the label. */
  a: number;
  b: number;
  /** Positive where `b` is nearer. */
  gain: number;
  answers: { a: string; b: string };
}

/** Holds answers against labels. A label that is none of `classes` (where those are known), or no number, is a misfit. */
export function scoreRows(
  rows: readonly PairedRow[],
  of: { measure: 'accuracy' | 'mae'; classes: ReadonlySet<string> },
): { scored: ScoredRow[]; misfits: number; unanswered: number } {
  const found = { scored: [] as ScoredRow[], misfits: 0, unanswered: 0 };
  for (const { truth, dayMs, entity, ...row } of rows) {
    if (!truth) continue;
    const facts = { dayMs, entity, label: truth.value, weight: truth.weight, answers: { a: row.a, b: row.b } };
    if (of.measure === 'accuracy') {
      if (truth.value === '' || (of.classes.size > 0 && !of.classes.has(truth.value))) {
        found.misfits += 1;
        continue;
      }
      const [a, b] = [Number(row.a === truth.value), Number(row.b === truth.value)];
      found.scored.push({ ...facts, a, b, gain: b - a });
      continue;
    }
    const actual = readTruth(truth.value);
    const [answerA, answerB] = [readAnswer(row.a), readAnswer(row.b)];
    if (actual === null) found.misfits += 1;
    else if (answerA === null || answerB === null) found.unanswered += 1;
    else {
      const [a, b] = [Math.abs(answerA - actual), Math.abs(answerB - actual)];
      found.scored.push({ ...facts, a, b, gain: a - b });
    }
  }
  return found;
}

/** What the most frequent label, or the mean of the labels, would reach on the rows. */
export function baselineOf(rows: readonly ScoredRow[], measure: 'accuracy' | 'mae'): ComparedScores['baseline'] {
  const all = rows.reduce((sum, { weight }) => sum + weight, 0);
  if (measure === 'mae') {
    const actual = rows.map(({ label, weight }) => ({ value: readTruth(label) ?? 0, weight }));
    const mean = actual.reduce((sum, { value, weight }) => sum + weight * value, 0) / all;
    const error = actual.reduce((sum, { value, weight }) => sum + weight * Math.abs(value - mean), 0);
    return { value: error / all, answer: String(mean) };
  }
  const weights = new Map<string, number>();
  for (const { label, weight } of rows) weights.set(label, (weights.get(label) ?? 0) + weight);
  const [answer, most] = [...weights].reduce((best, one) => (one[1] > best[1] ? one : best));
  return { value: most / all, answer };
}
