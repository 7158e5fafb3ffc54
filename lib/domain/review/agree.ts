import type { Outcome } from './schema';

export interface Vote {
  decision: Outcome;
  value: string | null;
}

/**
 * What the reviews of an item say together; null where they differ. Labels agree where they are the same text, or numbers no further apart
 * than `tolerance`, of which the middle one is taken (the lower of two).
 * Example: 10 and 11 with a tolerance of 1 are 10; "late" twice is "late"; "late" and "cannot-tell" differ.
 */
export function agree(votes: readonly Vote[], isNumber: boolean, tolerance: number): Vote | null {
  const [first] = votes;
  if (!first || votes.some(({ decision }) => decision !== first.decision)) return null;
  if (first.decision !== 'label') return { decision: first.decision, value: null };
  if (!isNumber) return votes.every(({ value }) => value === first.value) ? first : null;
  const sorted = votes.toSorted((a, b) => Number(a.value) - Number(b.value));
  const spread = Number(sorted.at(-1)?.value) - Number(sorted[0]?.value);
  return spread <= tolerance ? (sorted[(sorted.length - 1) >> 1] ?? null) : null;
}
