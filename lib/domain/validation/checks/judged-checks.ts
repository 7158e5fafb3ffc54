import { type Check, completeRules, type GateRules, kindOf, type Measurement } from '../schema';
import { judgeCheck } from './judge-check';
import { writeSentence } from './write-sentence';

/** Measurements as the rules of now judge them. */
export function judgedChecks(measurements: readonly Measurement[], rules: GateRules): Check[] {
  const ruleOf = new Map(completeRules(rules).map((rule) => [rule.check, rule]));
  return measurements.flatMap((found) => {
    const rule = ruleOf.get(found.check);
    if (!rule) return [];
    const { severity, threshold } = rule;
    const verdict = judgeCheck(found, rule);
    return [
      { ...found, group: kindOf(found.check).group, verdict, severity, threshold, sentence: writeSentence(found) },
    ];
  });
}
