import { FEW_BLOCKS } from '../performance/schema';
import { type Difference, FEW_ROWS, type Lack, type Verdict } from './schema';

export interface Judged {
  n: number;
  days: number;
  difference: Pick<Difference, 'low' | 'high'>;
  /** Whether the evidence ever reached what is needed. */
  isBetter: boolean;
  isWorse: boolean;
  isWhole: boolean;
}

/**
 * The verdict on the second of two versions. It is better or worse where both say so: evidence that holds at every look, of days, and the
 * interval of the difference itself. A reading of the newest calls only has a beginning that moves, for which no rate of error is known.
 */
export function judge(of: Judged | null): { verdict: Verdict; lacks: Lack[] } {
  if (!of || of.n < FEW_ROWS || of.days < FEW_BLOCKS) return { verdict: 'too-few', lacks: [] };
  const { low, high } = of.difference;
  const isAbove = low !== null && low > 0;
  const isBelow = high !== null && high < 0;
  if (of.isWhole && isAbove && of.isBetter) return { verdict: 'better', lacks: [] };
  if (of.isWhole && isBelow && of.isWorse) return { verdict: 'worse', lacks: [] };
  const hasEvidence = isAbove ? of.isBetter : isBelow ? of.isWorse : of.isBetter || of.isWorse;
  const lacks: Lack[] = [];
  if (!isAbove && !isBelow) lacks.push('interval');
  if (!hasEvidence) lacks.push('evidence');
  if (!of.isWhole) lacks.push('whole');
  return { verdict: 'not-proven', lacks };
}
