import { type Comparison, LEVEL } from '../comparison/schema';
import type { ComparisonRule, LiveFinding } from './schema';

/**
 * How a version stands by the rule on its comparison with the champion. Better: as the comparison has proven it, at any number of looks. Not
 * worse: the 95 % interval of this one look lies above what may be lost, so that one of 40 looks says so of a version just that much worse; a
 * version that is proven better is not worse. What is proven worse fails whatever the rule says of open ones.
 */
export function judgeComparison(
  wanted: ComparisonRule,
  { verdict, scores, isWhole }: Pick<Comparison, 'verdict' | 'scores' | 'isWhole'>,
): Extract<LiveFinding, { rule: 'comparison' }> {
  const low = scores?.difference.low ?? null;
  // Points of accuracy are of the whole; an error grows by a share of the champion's.
  const lossTaken = (wanted.points / 100) * (scores?.measure === 'mae' ? scores.a : 1);
  const isNotWorse = verdict !== 'too-few' && isWhole && low !== null && low > -lossTaken;
  const holds = verdict === 'better' || (wanted.want === 'not-worse' && isNotWorse);
  const isWorse = verdict === 'worse';
  return {
    rule: 'comparison',
    verdict: holds ? 'pass' : isWorse ? 'fail' : wanted.open,
    wanted,
    found: scores === null ? 'none' : verdict,
    measure: scores?.measure ?? null,
    unit: scores?.unit ?? '',
    n: scores?.n ?? 0,
    days: scores?.days ?? 0,
    difference: scores && { value: scores.difference.value, low, high: scores.difference.high },
    champion: scores?.a ?? null,
    errorRate: wanted.want === 'not-worse' && verdict !== 'better' ? LEVEL / 2 : LEVEL,
  };
}
