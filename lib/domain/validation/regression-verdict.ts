import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { isSameLabel } from './compare-answers';
import type { RowAnswer } from './infer-rows';

/** Rounding of 32-bit arithmetic, which is no difference. */
const RELATIVE = 1e-6;

/**
 * Whether an answer passes a test: the same class, or a number no further from the expected one than the tolerance.
 * Example: 21.5 passes "20 within 2"; "late" passes "late"; 1.0 passes the class "1".
 */
export function passesTest(
  answer: Pick<RowAnswer, 'label' | 'value'>,
  { expected, tolerance }: { expected: string; tolerance: number | null },
): boolean {
  if (answer.label !== null) return isSameLabel(answer.label, expected);
  const parsed = parseNumberText(expected);
  if (answer.value === null || !parsed.ok || parsed.value === null) return false;
  const slack = RELATIVE * Math.max(1, Math.abs(parsed.value), Math.abs(answer.value));
  return Math.abs(answer.value - parsed.value) <= (tolerance ?? 0) + slack;
}
