import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { RowAnswer } from './infer-rows';

/** What the owner's side predicted for a row; a part that the file does not have is null. */
export interface TheirAnswer {
  label: string | null;
  value: number | null;
  /** In the order of the model's classes; null for classes without a column. */
  probabilities: (number | null)[] | null;
}

/** Below this, two numbers are the same to a float32 near one. */
const ABSOLUTE = 1e-6;

export const isClose = (a: number, b: number, tolerance: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= Math.max(ABSOLUTE, tolerance * Math.max(Math.abs(a), Math.abs(b)));

/** Labels are texts, but `1` and `1.0` name one class. */
export function isSameLabel(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [parseNumberText(a), parseNumberText(b)];
  return x.ok && y.ok && x.value !== null && x.value === y.value;
}

export interface RowComparison {
  agrees: boolean;
  /** Largest absolute difference of the row's numbers; null without numbers. */
  difference: number | null;
}

/** Compares one row: the label, the value and every probability that the owner's side gives. */
export function compareAnswer(here: RowAnswer, yours: TheirAnswer, tolerance: number): RowComparison {
  let agrees = true;
  let difference: number | null = null;
  const compare = (a: number | null, b: number | null) => {
    if (b === null) return;
    if (a === null) {
      agrees = false;
      return;
    }
    difference = Math.max(difference ?? 0, Math.abs(a - b));
    if (!isClose(a, b, tolerance)) agrees = false;
  };
  if (yours.label !== null && !(here.label !== null && isSameLabel(here.label, yours.label))) agrees = false;
  compare(here.value, yours.value);
  yours.probabilities?.forEach((probability, i) => {
    compare(here.probabilities?.[i] ?? null, probability);
  });
  return { agrees, difference };
}

/** A one-to-one map from the owner's labels to ours that makes every row agree, where it is not the identity; else null. */
export function findLabelMap(here: readonly RowAnswer[], yours: readonly TheirAnswer[]): Record<string, string> | null {
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  for (const [i, { label }] of yours.entries()) {
    const ours = here[i]?.label;
    if (label === null || ours === null || ours === undefined) return null;
    if ((forward.get(label) ?? ours) !== ours || (backward.get(ours) ?? label) !== label) return null;
    forward.set(label, ours);
    backward.set(ours, label);
  }
  const isIdentity = [...forward].every(([from, to]) => isSameLabel(from, to));
  return forward.size < 2 || isIdentity ? null : Object.fromEntries(forward);
}

const FLOAT32_RELATIVE = 1e-3;

/** Whether all differences are as small as arithmetic in 32 bits makes them, and no label differs. */
export function isRounding(here: readonly RowAnswer[], yours: readonly TheirAnswer[]): boolean {
  return yours.every((answer, i) => {
    const ours = here[i];
    return ours !== undefined && compareAnswer(ours, answer, FLOAT32_RELATIVE).agrees;
  });
}

const show = (value: number | null) => (value === null ? 'none' : String(value));

/** An answer in words, for the first row that differs. */
export function describeAnswer(answer: {
  label: string | null;
  value: number | null;
  probabilities: readonly (number | null)[] | null;
}): string {
  const parts: string[] = [];
  if (answer.label !== null) parts.push(answer.label);
  if (answer.value !== null) parts.push(String(answer.value));
  if (answer.probabilities) parts.push(`[${answer.probabilities.slice(0, 20).map(show).join(', ')}]`);
  return parts.join(' ') || 'none';
}
