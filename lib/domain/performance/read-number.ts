import { parseNumberText } from '@/lib/pure/tabular/number-text';

/** Squares of larger numbers, weighted and added up, would not be finite. */
const LARGEST = 1e120;

/** The label of a regression as a number; null for what is none. */
export function readTruth(label: string): number | null {
  const parsed = parseNumberText(label.trim());
  return parsed.ok && parsed.value !== null && Math.abs(parsed.value) <= LARGEST ? parsed.value : null;
}

/** The answer of a regression as a number; null for what is none. */
export function readAnswer(outcome: string): number | null {
  const value = outcome === '' ? Number.NaN : Number(outcome);
  return Math.abs(value) <= LARGEST ? value : null;
}
